//! Names as they are compared.

/// A name without case, accents of address and punctuation.
pub(super) fn key(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        word.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    });
    let words: Vec<String> = words
        .filter(|word| !matches!(word.as_str(), "mr" | "mrs" | "ms" | "dr" | "sir" | ""))
        .collect();
    words.join(" ")
}
