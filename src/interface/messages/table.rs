//! The table of texts: one row per text.

/// Declares the texts of the pages; `{}` is a placeholder.
macro_rules! messages {
    ($($name:ident: $en:literal, $hant:literal, $hans:literal;)+) => {
        /// The texts of the pages in one language.
        #[derive(Debug)]
        pub(in crate::interface) struct Messages { $(pub(in crate::interface) $name: &'static str),+ }
        pub(super) const EN: Messages = Messages { $($name: $en),+ };
        pub(super) const HANT: Messages = Messages { $($name: $hant),+ };
        pub(super) const HANS: Messages = Messages { $($name: $hans),+ };

        /// Each text with its name, in the three languages.
        #[cfg(test)]
        pub(super) const ROWS: &[(&str, [&str; 3])] = &[$((stringify!($name), [$en, $hant, $hans])),+];
    };
}

messages! {
    // The frame of every page.
    search: "Search", "搜尋", "搜索";
    companies: "Companies", "公司", "公司";
    speakers: "Speakers", "發言人", "发言人";
    firms: "Firms", "機構", "机构";
    calls: "Calls", "法說會", "业绩会";
    saved: "Saved searches", "已存搜尋", "已存搜索";
    saved_short: "Saved", "已存", "已存";
    main_menu: "Main", "主選單", "主菜单";
    interface: "Interface", "介面", "界面";
    to_content: "Skip to the content", "跳到內容", "跳到内容";
    theme: "Theme", "佈景", "主题";
    theme_auto: "Auto", "自動", "自动";
    theme_light: "Light", "淺色", "浅色";
    theme_dark: "Dark", "深色", "深色";
    tagline: "Earnings calls, word for word", "法說會，一字不漏", "业绩会，一字不漏";

    // Related terms.
    related: "Related terms", "相關詞", "相关词";
    related_about: "What means or accompanies a term in these calls: learned from their two languages, their definitions and what they say together", "這些會議中與一詞同義或相伴的詞：學自雙語對照、文中定義與同段出現", "这些会议中与一词同义或相伴的词：学自双语对照、文中定义与同段出现";
    term: "Term", "詞", "词";
    translations: "Translated as", "譯作", "译作";
    abbreviations: "Abbreviated", "簡稱", "简称";
    companions: "Said together with", "常同段出現", "常同段出现";
    new_since: "New since", "始於", "始于";
    evidence: "First and last passage", "首見與末見", "首见与末见";
    emerging: "Emerging terms", "新興詞", "新兴词";
    emerging_about: "Terms whose share of the passages rose most in a period against up to eight before", "相較於前八期，在段落中占比上升最多的詞", "相较于前八期，在段落中占比上升最多的词";
    against: "against {} to {}", "對照 {} 至 {}", "对照 {} 至 {}";
    before: "Before", "此前", "此前";
    similar: "Similar passages", "相似段落", "相似段落";
    similar_to: "Passages like {}", "與 {} 相似的段落", "与 {} 相似的段落";
    similar_about: "They share its rarest terms, in either language; words are compared, not meanings", "共有其最少見的詞，不論語言；比對字詞而非語意", "共有其最少见的词，不论语言；比对字词而非语意";
    own_call: "The same call, too", "含同一場", "含同一场";
    percent_alike: "{}% alike", "相似 {}%", "相似 {}%";
    with_related: "Related terms, too", "也找相關詞", "也找相关词";
    with_related_about: "Finds what these calls say for a term, too, which counts less than the term and its synonyms", "也找這些會議中的同義說法，分數低於原詞與同義詞", "也找这些会议中的同义说法，分数低于原词与同义词";
    call_one: "{} call", "{} 場", "{} 场";
    call_many: "{} calls", "{} 場", "{} 场";
    also_said_as: "also said as", "也說", "也说";

    // Asking.
    query: "Words, a \"phrase\" or a question", "詞語、「片語」或問題", "词语、“短语”或问题";
    query_label: "Search the transcripts", "搜尋逐字稿", "搜索逐字稿";
    suggestions: "Suggestions", "建議", "建议";
    kind_company: "company", "公司", "公司";
    kind_speaker: "speaker", "發言人", "发言人";
    kind_firm: "firm", "機構", "机构";
    kind_term: "term", "術語", "术语";
    kind_word: "word", "詞", "词";
    kind_field: "filter", "篩選", "筛选";
    refine: "Refine", "篩選", "筛选";
    company: "Company", "公司", "公司";
    speaker: "Speaker", "發言人", "发言人";
    role: "Role", "身分", "身份";
    firm: "Firm", "機構", "机构";
    section: "Section", "段落", "环节";
    period: "Period", "期間", "期间";
    since: "Since", "起始日", "起始日";
    until: "Until", "截止日", "截止日";
    lang: "Language that matches", "符合的語言", "匹配的语言";
    format: "Format", "格式", "格式";
    call: "Call", "法說會", "业绩会";
    amount: "Amount", "金額", "金额";
    percent: "Percentage", "百分比", "百分比";
    asked: "Asked", "提問", "提问";
    answered: "Answered", "回答", "回答";
    declined: "Declined", "未作答", "未作答";
    declines: "The reply declines: “{}”", "答話中表示不作答：「{}」", "答话中表示不作答：“{}”";
    audit: "Sides disagree", "兩側不符", "两侧不符";
    from: "From", "從", "从";
    to: "to", "到", "到";
    any: "any", "不限", "不限";
    apply: "Apply", "套用", "应用";
    not: "not {}", "排除 {}", "排除 {}";
    exclude: "Exclude {}", "排除 {}", "排除 {}";
    remove: "Remove {}", "移除 {}", "移除 {}";
    clear: "Clear all", "全部清除", "全部清除";
    active: "Active filters", "目前的篩選", "当前筛选";
    brokers: "Brokers", "券商", "券商";
    employers: "Executives’ companies", "管理層所屬公司", "管理层所属公司";
    find_value: "Find a value: {}", "尋找：{}", "查找：{}";
    more_values: "{} more", "其餘 {} 項", "其余 {} 项";
    literal: "Only as typed", "只找原文", "只找原文";
    literal_about: "No stems, no synonyms", "不找詞形變化與同義詞", "不找词形变化与同义词";
    view: "Show", "顯示", "显示";
    both: "Both", "雙語", "双语";
    english: "English", "英文", "英文";
    chinese: "中文", "中文", "中文";
    sort: "Order", "排序", "排序";
    sort_relevance: "Relevance", "相關度", "相关度";
    sort_newest: "Newest", "最新", "最新";
    sort_oldest: "Oldest", "最舊", "最旧";
    sort_call: "By call", "依場次", "按场次";
    group: "Group", "分組", "分组";
    group_none: "Passages", "段落", "段落";
    group_call: "Calls", "場次", "场次";
    group_exchange: "Exchanges", "問答", "问答";
    group_turn: "Turns", "發言", "发言";

    // Answers.
    results: "Results", "結果", "结果";
    passage: "{} passage", "{} 段", "{} 段";
    passages: "{} passages", "{} 段", "{} 段";
    in_call: "in {} call", "出自 {} 場", "出自 {} 场";
    in_calls: "in {} calls", "出自 {} 場", "出自 {} 场";
    took: "{} ms", "{} 毫秒", "{} 毫秒";
    shown: "{} to {} of {}", "第 {} 至 {} 項，共 {} 項", "第 {} 至 {} 项，共 {} 项";
    part_of_it: "Part of it", "只說到一部分", "只说到一部分";
    none_says_all: "No passage says all of it, {} say a part", "沒有段落全部說到，{} 段說到一部分", "没有段落全部说到，{} 段说到一部分";
    more_say_part: "{} more say a part of it", "另有 {} 段只說到一部分", "另有 {} 段只说到一部分";
    says_not: "without {}", "未提 {}", "未提 {}";
    nothing: "Nothing found", "沒有結果", "没有结果";
    next_page: "Next", "下一頁", "下一页";
    previous_page: "Previous", "上一頁", "上一页";
    pages: "Pages", "分頁", "分页";
    more_of_call: "All {} in this call", "本場全部 {} 段", "本场全部 {} 段";
    read_call: "Read", "閱讀", "阅读";
    earlier: "Earlier in this exchange: {}", "此組問答中較早的 {} 段", "此组问答中较早的 {} 段";
    follow_up: "Follow-up", "追問", "追问";
    exchange: "Exchange {}", "問答 {}", "问答 {}";
    why: "Why", "為何符合", "为何匹配";
    by_literal: "as typed", "原文", "原文";
    by_script: "other script", "繁簡對應", "简繁对应";
    by_stem: "same stem", "同詞幹", "同词干";
    by_prefix: "beginning", "開頭相符", "前缀";
    by_glossary: "glossary", "術語表", "术语表";
    by_variant: "regional word", "兩岸用詞", "两岸用词";
    by_quantity: "same value", "同值", "同值";
    by_entity: "theirs", "其所說", "其所说";
    by_related: "learned from the calls", "由會議中學得", "由会议中学得";
    within: "only within", "僅在詞中", "仅在词中";
    also: "also as", "也找", "也找";
    as_typed: "Find {} only as typed", "{} 只找原文", "{} 只找原文";
    download: "Download", "下載", "下载";
    download_all: "Download all {}", "下載全部 {} 段", "下载全部 {} 段";
    download_first: "Download the first {} of {}", "下載前 {} 段（共 {} 段）", "下载前 {} 段（共 {} 段）";
    trend: "Trend", "趨勢", "趋势";
    trend_label: "Passages by period", "各期間段數", "各期间段数";
    trend_numbers: "As a table", "以表格顯示", "以表格显示";
    per_thousand: "per 1,000", "每千段", "每千段";
    of_passages: "of", "共", "共";
    by_company: "By company", "依公司", "按公司";
    column_passages: "Passages", "段數", "段数";
    column_calls: "Calls", "場數", "场数";
    executives: "Executives", "管理層", "管理层";
    analysts: "Analysts", "分析師", "分析师";
    last: "Last", "最近", "最近";

    // Charts.
    chart_by: "by {}", "依{}", "按{}";
    chart_literal: "only as typed", "只找原文", "只找原文";
    chart_match: "{} of {} match, in {} of {}", "符合 {} / {}，出自 {} / {}", "匹配 {} / {}，出自 {} / {}";
    chart_axis: "passages per 1,000", "每千段中的段數", "每千段中的段数";
    chart_axis_counted: "passages per 1,000; the numbers in the chart are passages", "每千段中的段數；圖中數字為段數", "每千段中的段数；图中数字为段数";
    chart_entry: "{} ({})", "{}（{}）", "{}（{}）";
    chart_cell: "{}: {} of {}, {} per 1,000", "{}：{} / {}，每千段 {} 段", "{}：{} / {}，每千段 {} 段";
    chart_title: "{}, by {}", "{}，依{}", "{}，按{}";
    chart_no_value: "No passage has a {}.", "沒有段落有{}。", "没有段落有{}。";
    chart_no_match: "No passage matches.", "沒有段落符合。", "没有段落匹配。";
    chart_later: "and {} later ones", "另有較晚的 {} 期", "另有较晚的 {} 期";
    chart_fewer: "and {} more, with as many passages or fewer", "另有 {} 項，段數相同或更少", "另有 {} 项，段数相同或更少";
    chart_fewer_first: "and {} more, with as many passages on the first query or fewer", "另有 {} 項，首個查詢的段數相同或更少", "另有 {} 项，首个查询的段数相同或更少";
    chart_broken: "The axis is broken where periods have no call.", "座標軸在沒有場次的期間斷開。", "坐标轴在没有场次的期间断开。";
    chart_unplaced: "Left out: {} of calls without a fiscal period", "未計入：沒有財務期間的場次共 {}", "未计入：没有财务期间的场次共 {}";
    chart_source: "Verbatim, {} in {}", "來源：Verbatim，{}，{}", "来源：Verbatim，{}，{}";
    fiscal_period: "fiscal period", "財務期間", "财务期间";

    // The comparison of two calls.
    compare: "Compare", "比較", "比较";
    compare_what: "What two calls say about", "兩場對此的說法", "两场对此的说法";
    earlier_call: "Earlier call", "較早一場", "较早一场";
    later_call: "Later call", "較晚一場", "较晚一场";
    pick_two: "Choose two calls and say what to look for.", "請選擇兩場，並填入要比較的內容。", "请选择两场，并填入要比较的内容。";
    mentions_count: "Mentions", "提及次數", "提及次数";
    more_in: "Said more in {}", "{} 多提到", "{} 多提到";
    figures_in_both: "Figures in both", "兩場都有的數字", "两场都有的数字";
    amounts_only_in: "Figures only in {}", "只在 {} 的數字", "只在 {} 的数字";
    alike: "Passages that correspond", "相應的段落", "相应的段落";
    only_in: "Passages only in {}", "只在 {} 的段落", "只在 {} 的段落";
    unchanged: "unchanged", "不變", "不变";
    points: " points", " 個百分點", " 个百分点";

    // Pages that count, and the glossary.
    mentions: "Mentions", "提及", "提及";
    trend_what: "What is counted", "計數的詞句", "计数的词句";
    trend_how: "Type what to count: a word, a \"phrase\" or a query with filters.", "請輸入要計數的詞語、「片語」或含篩選的查詢。", "请输入要计数的词语、“短语”或含筛选的查询。";
    trend_chart: "Chart of the table below", "下表的圖", "下表的图";
    save_chart: "Save the chart (SVG)", "儲存圖表（SVG）", "保存图表（SVG）";
    trend_beside: "Beside it", "並列比較", "并列比较";
    counted_by: "Counted by", "依何計數", "按何计数";
    mentions_of: "{} mentions", "提及 {} 次", "提及 {} 次";
    mentions_how: "Type what to count in the calls of each company.", "請輸入要在各公司場次中計數的詞句。", "请输入要在各公司场次中计数的词句。";
    mentions_chart: "Chart of the companies that say most of it", "提及比例最高的公司", "提及比例最高的公司";
    companies_mention: "{} of {} companies mention it", "{} / {} 家公司提及", "{} / {} 家公司提及";
    show_silent: "Show the {} that do not", "顯示未提及的 {} 家", "显示未提及的 {} 家";
    first: "First", "最早", "最早";
    more_rows: "{} more rows are in the download", "其餘 {} 列在下載檔中", "其余 {} 行在下载文件中";
    audit_page: "Audit", "核對", "核对";
    audit_about: "Passages whose English and Chinese sides differ in a quantity, a negation or a name.", "中英兩側在數字、否定或名稱上不符的段落。", "中英两侧在数字、否定或名称上不符的段落。";
    audit_none: "No disagreement is found here.", "此處沒有不符。", "此处没有不符。";
    audit_more: "{} more calls have some; narrow the list, or download all.", "另有 {} 場有不符，請縮小範圍或下載全部。", "另有 {} 场有不符，请缩小范围或下载全部。";
    kind: "Kind", "種類", "种类";
    kind_currency: "Currency", "幣別", "币种";
    kind_scale: "Scale", "數量級", "数量级";
    kind_points: "Percentage points", "百分點", "百分点";
    kind_multiple: "Multiple", "倍數", "倍数";
    kind_negation: "Negation", "否定", "否定";
    kind_name: "Name", "名稱", "名称";
    name_kept: "kept here, translated elsewhere", "此處保留原文，他處已譯", "此处保留原文，他处已译";
    name_translated: "translated here, kept elsewhere", "此處已譯，他處保留原文", "此处已译，他处保留原文";
    name_otherwise: "translated otherwise elsewhere", "他處另譯", "他处另译";
    likely_error: "likely an error", "很可能有誤", "很可能有误";
    worth_a_look: "low confidence", "把握不高", "把握不高";
    glossary: "Glossary", "術語表", "术语表";
    glossary_about: "Terms of one row mean the same, so each finds all of them.", "同列的術語意義相同，搜尋其一即找出全部。", "同一行的术语意义相同，搜索其一即找出全部。";
    look_up: "Look up a term", "查術語", "查术语";
    no_group: "No group has {}.", "沒有含「{}」的組。", "没有含“{}”的组。";
    subject: "Subject", "主題", "主题";

    // Forms that change verbatim.toml.
    written: "Written into verbatim.toml.", "已寫入 verbatim.toml。", "已写入 verbatim.toml。";
    written_later: "Written into verbatim.toml; the index follows with its next refresh.", "已寫入 verbatim.toml,索引將在下次更新時跟上。", "已写入 verbatim.toml,索引将在下次更新时跟上。";
    add_group: "Add a group of terms", "新增一組術語", "新增一组术语";
    group_terms: "Terms that mean the same, one on each line", "意義相同的術語，每行一個", "意义相同的术语，每行一个";
    group_effect: "Every search for one of them finds the others from then on.", "此後搜尋其一即找出其他。", "此后搜索其一即找出其他。";
    add: "Add", "新增", "新增";
    write: "Save", "儲存", "保存";
    edit_of: "Name {}", "為 {} 命名", "为 {} 命名";
    name_company: "Name a company", "公司命名", "公司命名";
    name_person: "Name a person", "人員命名", "人员命名";
    names_known: "Known names: {}", "已知名稱：{}", "已知名称：{}";
    shown_name: "Name to show", "顯示名稱", "显示名称";
    other_names: "Other names, one on each line", "其他名稱，每行一個", "其他名称，每行一个";
    person_names: "Other names of the same person, as transcripts print them, one on each line", "同一人在逐字稿中的其他名稱，每行一個", "同一人在逐字稿中的其他名称，每行一个";
    company_effect: "Names from the transcripts stay. A new ticker gives the calls new ids; old links lead on.", "逐字稿中的名稱仍保留。新代號會改變場次編號，舊連結仍有效。", "逐字稿中的名称仍保留。新代码会改变场次编号，旧链接仍有效。";
    person_effect: "People of these names become one, on the calls of this company, or on all where none is named.", "在此公司（未填則所有公司）的場次中，這些名稱視為同一人。", "在此公司（未填则所有公司）的场次中，这些名称视为同一人。";
    as_in_transcript: "as in the transcript", "依逐字稿", "按逐字稿";
    save_search: "Save this search", "儲存此搜尋", "保存此搜索";
    save_effect: "The page of saved searches says what is new of it.", "「已存搜尋」頁會列出新的段落。", "“已存搜索”页会列出新的段落。";
    search_name: "Name, of letters, digits, - and _", "名稱（文字、數字、- 與 _）", "名称（文字、数字、- 与 _）";
    note: "Note", "備註", "备注";
    edit_note: "Edit the note", "編輯備註", "编辑备注";
    note_effect: "An empty note is removed.", "空白即移除備註。", "留空即移除备注。";
    delete: "Delete", "刪除", "删除";
    delete_search: "Delete a saved search", "刪除已存搜尋", "删除已存搜索";
    delete_effect: "Its lines in verbatim.toml are removed; no transcript is.", "只刪除 verbatim.toml 中的這些行，不刪逐字稿。", "只删除 verbatim.toml 中的这些行，不删逐字稿。";
    leave_out: "Leave this file out", "不讀取此檔案", "不读取此文件";
    leave_out_effect: "The file stays where it is; its calls leave the index.", "檔案不動，其場次移出索引。", "文件不动，其场次移出索引。";
    left_out: "Files left out", "不讀取的檔案", "不读取的文件";
    none_left_out: "No file is left out by verbatim.toml.", "verbatim.toml 沒有排除任何檔案。", "verbatim.toml 没有排除任何文件。";
    read_again: "Read again", "重新讀取", "重新读取";

    // The first page.
    holds: "{} passages of {} calls by {} companies", "{} 段、{} 場、{} 家公司", "{} 段、{} 场、{} 家公司";
    task_find: "Find what was said", "查說過什麼", "查说过什么";
    task_find_about: "Words, a phrase or a question; each finds the other language, too.", "詞語、片語或問題；另一種語言也會找到。", "词语、短语或问题；另一种语言也会找到。";
    task_ask: "Questions and answers", "問與答", "问与答";
    task_ask_about: "What analysts asked, and what management declined to answer.", "分析師問了什麼，管理層又有哪些不答。", "分析师问了什么，管理层又有哪些不答。";
    task_figures: "Figures", "數字", "数字";
    task_figures_about: "Amounts and percentages by value, however they are written.", "金額與百分比按數值查找，不論寫法。", "金额与百分比按数值查找，不论写法。";
    task_compare: "Compare", "比較", "比较";
    task_compare_about: "Over time, across companies, one call with another.", "跨期、跨公司，或兩場對照。", "跨期、跨公司，或两场对照。";
    recent_calls: "Recent calls", "最近的法說會", "最近的业绩会";
    all_companies: "All {} companies", "全部 {} 家公司", "全部 {} 家公司";
    tips: "How to ask", "搜尋語法", "搜索语法";
    tip_words: "all of the words, in either language", "全部的詞，中英皆可", "所有的词，中英均可";
    tip_phrase: "just these words in this order", "完全相同的字句", "完全相同的字句";
    tip_or: "either of them", "任一即可", "任一即可";
    tip_not: "without this word", "不含此詞", "不含此词";
    tip_near: "at most five words apart", "相距五個詞以內", "相距五个词以内";
    tip_field: "said by an analyst of this company's calls", "此公司場次中分析師所說", "该公司场次中分析师所说";
    tip_asked: "exchanges whose question says it", "問題提到它的問答", "问题提到它的问答";
    tip_declined: "exchanges whose question says it and whose reply declines to answer", "問題提到它而回覆表示不作答的問答", "问题提到它而回复表示不作答的问答";
    tip_amount: "amounts in this range", "此範圍內的金額", "此范围内的金额";
    no_calls: "The index holds no calls yet.", "索引中尚無法說會。", "索引中尚无业绩会。";

    // Reading.
    contents: "Contents", "目錄", "目录";
    summary: "Summary", "摘要", "摘要";
    prepared: "Prepared remarks", "報告", "管理层陈述";
    qa: "Questions and answers", "問答", "问答";
    find_in_call: "Find in this call", "在本場中尋找", "在本场中查找";
    hits: "Hits", "符合處", "匹配处";
    hit_of: "{} of {}", "{} / {}", "{} / {}";
    next_hit: "Next hit", "下一處", "下一处";
    previous_hit: "Previous hit", "上一處", "上一处";
    permalink: "Link to {}", "{} 的連結", "{} 的链接";
    copy: "Copy with citation", "複製並附出處", "复制并附出处";
    copied: "Copied", "已複製", "已复制";
    not_copied: "Copying failed", "無法複製", "无法复制";
    participants: "Participants", "與會者", "与会者";
    turns: "{} turns", "{} 次發言", "{} 次发言";
    exchanges: "{} exchanges", "{} 組問答", "{} 组问答";
    all_results: "In all calls", "在所有場次中", "在所有场次中";

    // Roles.
    role_executive: "Executive", "管理層", "管理层";
    role_ir: "Investor relations", "投資人關係", "投资者关系";
    role_analyst: "Analyst", "分析師", "分析师";
    role_operator: "Operator", "主持人", "主持人";
    role_unidentified: "Unidentified", "身分不明", "身份不明";
    role_editor: "Editor", "編輯", "编辑";

    // Lists.
    filter_list: "Filter this list", "篩選清單", "筛选列表";
    ticker: "Ticker", "代號", "代码";
    title: "Title", "職稱", "职务";
    on_calls_of: "on calls of {}", "出席 {} 的場次", "出席 {} 的场次";
    unnamed: "{} without a name", "{} 位無姓名", "{} 位无姓名";
    id: "Id", "編號", "编号";
    of_rows: "{} of {}", "{} / {}", "{} / {}";
    nothing_listed: "Nothing on this list has this name.", "清單中沒有這個名稱。", "列表中没有这个名称。";

    // Saved searches.
    saved_how: "Search for something, then choose “Save this search” beside the results. Or write it into verbatim.toml:", "搜尋後按結果旁的「儲存此搜尋」，或寫入 verbatim.toml:", "搜索后点结果旁的“保存此搜索”，或写入 verbatim.toml:";
    saved_how_read_only: "Searches are saved in verbatim.toml:", "搜尋存於 verbatim.toml:", "搜索存于 verbatim.toml:";
    new_passages: "{} new", "{} 段新的", "{} 段新的";
    cannot_be_run: "cannot be run", "無法執行", "无法执行";
    nothing_new: "nothing new", "沒有新的", "没有新的";
    since_when: "since {}", "自 {} 起", "自 {} 起";
    never_shown: "never shown before", "尚未看過", "尚未看过";
    reworded: "worded otherwise than before, so all is new", "內容已改，全部視為新的", "内容已改，全部视为新的";
    mark_shown: "Mark as shown", "標為已看", "标为已看";
    mark_shown_part: "Mark these {} as shown", "將這 {} 段標為已看", "将这 {} 段标为已看";
    changed_meanwhile: "Something came in meanwhile; look again, then mark it.", "期間有新的內容，請再看一次後再標記。", "期间有新的内容，请再看一次后再标记。";
    marked: "Marked as shown.", "已標為已看。", "已标为已看。";

    // What goes wrong.
    cannot: "This cannot be answered", "無法回答", "无法回答";
    not_found: "There is nothing here", "此處沒有內容", "此处没有内容";
    hint: "Hint", "提示", "提示";
    to_start: "To the first page", "回首頁", "回首页";

    // Keys.
    help: "Keys", "快速鍵", "快捷键";
    key_search: "search", "搜尋", "搜索";
    key_move: "next, previous passage", "下一段、上一段", "下一段、上一段";
    key_hit: "next, previous hit", "下一處、上一處", "下一处、上一处";
    key_open: "open", "開啟", "打开";
    key_copy: "copy with citation", "複製並附出處", "复制并附出处";
    key_close: "close, leave the field", "關閉、離開欄位", "关闭、离开输入框";
    key_help: "this list", "此列表", "此列表";
    close: "Close", "關閉", "关闭";
}
