//! Words of English speaker headings: offices, words that are in no name, particles of names.

use std::{collections::HashSet, sync::LazyLock};

/// Words of offices, in lower case; a part of a heading that holds one is a title.
const OFFICE_WORDS: &str = "chief officer ceo cfo coo cto cio cmo president chair chairman chairwoman chairperson \
    director head vice vp svp evp founder cofounder co-founder manager managing treasurer \
    controller secretary ir relations analyst partner counsel executive lead moderator \
    host operator principal interpreter translator spokesperson economist strategist \
    finance";

/// Words that are in no name, in lower case.
const COMMON_WORDS: &str = "note notes nb source sources date time duration company participants summary \
    disclaimer copyright questions answers outlook guidance highlights total eps net \
    income gross margin margins operating cash flow warning important example references \
    title author link url http https tags category ticker sector industry exchange key \
    takeaways overview introduction conclusion agenda location venue language transcript \
    call quarter fiscal year period results financial financials business segment segments \
    update risks risk sentiment tone format purpose usage installation version license \
    table figure section chapter step first second third fourth finally however also and \
    but the our we i you this that these here today now well yes no okay so to for in on \
    at as with is are revenue revenues earnings remember which what inc corp corporation plc ltd limited llc \
    holdings america american americas asia europe european africa pacific china japan india latin emea apac \
    international domestic corporate consumer commercial industrial healthcare technology digital platform solutions \
    systems products services allocation demand supply inventory backlog orders liquidity leverage dividend dividends \
    buyback repurchase repurchases currency strategy strategic priorities initiatives innovation sustainability customers \
    markets competition environment headcount hiring pricing volume volumes growth profitability expenses spending";

/// Last words of firms' names, in lower case.
const LAST_WORDS_OF_FIRMS: &str = "capital securities partners markets research bank group advisors advisers management \
    investments investment asset company llc inc associates financial equity equities trust holdings funds \
    brokerage llp lp plc ag corp corporation ltd limited bancorp division incorporated & co";

/// Small words within names.
const SMALL_WORDS: &str = "de da del della der den di du la van von bin";

/// Words that are looked up, of a list between spaces.
pub(super) type Words = LazyLock<HashSet<&'static str>>;

/// Words of offices.
pub(super) static OFFICES: Words = LazyLock::new(|| words(OFFICE_WORDS));

/// Words that are in no name.
pub(super) static NOT_NAMES: Words = LazyLock::new(|| words(COMMON_WORDS));

/// Last words of firms' names.
pub(super) static FIRM_ENDINGS: Words = LazyLock::new(|| words(LAST_WORDS_OF_FIRMS));

/// Small words within names.
pub(super) static PARTICLES: Words = LazyLock::new(|| words(SMALL_WORDS));

pub(super) fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}
