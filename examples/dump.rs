use verbatim::corpus::*;
fn main() {
    let roots: Vec<_> = std::env::args().skip(1).map(Into::into).collect();
    let w = walk(&roots).unwrap();
    for s in &w.sources {
        let c = match read(s, &std::fs::read(&s.path).unwrap()) { Ok(c) => c, Err(e) => { println!("{e}"); continue } };
        println!("{} {:?} {} turns {} passages {} ex {}", c.id, c.company, c.period.unwrap(), c.turns.len(), c.passages.len(), c.exchanges.len());
        for s in &c.speakers { println!("  {:?} {:?} {:?} {:?}", s.names, s.role, s.title, s.firm); }
        for e in &c.exchanges { println!("  ex {} {} {:?}", e.number, c.speakers[e.asker].name, e.answerers.iter().map(|&a| &c.speakers[a].name).collect::<Vec<_>>()); }
        for t in &c.turns { print!("  [{} {} {:?} {:?} {}]", c.speakers[t.speaker].name, t.section, t.exchange, t.notes, t.passages); }
        println!();
        println!("  {:?}", c.remainder);
        for p in c.passages.iter().filter(|p| p.turn.is_none()|| p.text.en.is_none() || p.text.zh.is_none()).take(40) { println!("   {} {:?} {:?}", p.n, p.notes, p.text); }
    }
}
