//! Words of English speaker headings: offices, words that are in no name, particles of names.

/// Words of offices, in lower case; a part of a heading that holds one is a title.
pub(super) const OFFICES: &str = "chief officer ceo cfo coo cto cio cmo president chair chairman chairwoman chairperson \
    director head vice vp svp evp founder cofounder co-founder manager managing treasurer \
    controller secretary ir relations analyst partner counsel executive lead moderator \
    host operator principal interpreter translator spokesperson economist strategist \
    finance";

/// Words that are in no name, in lower case.
pub(super) const NOT_NAMES: &str = "note notes nb source sources date time duration company participants summary \
    disclaimer copyright questions answers outlook guidance highlights total eps net \
    income gross margin margins operating cash flow warning important example references \
    title author link url http https tags category ticker sector industry exchange key \
    takeaways overview introduction conclusion agenda location venue language transcript \
    call quarter fiscal year period results financial financials business segment segments \
    update risks risk sentiment tone format purpose usage installation version license \
    table figure section chapter step first second third fourth finally however also and \
    but the our we i you this that these here today now well yes no okay so to for in on \
    at as with is are revenue revenues earnings remember which what inc corp corporation plc ltd limited llc \
    holdings";

/// Last words of firms' names, in lower case.
pub(super) const FIRM_ENDINGS: &str = "capital securities partners markets research bank group advisors advisers management \
    investments investment asset company llc inc associates financial equity equities trust holdings funds \
    brokerage llp lp plc ag corp corporation ltd limited bancorp division incorporated & co";

/// Small words within names.
pub(super) const PARTICLES: &str = "de da del della der den di du la van von bin";

/// Whether a list of words between spaces has a word.
pub(crate) fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}
