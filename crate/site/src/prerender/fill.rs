//! Inserts what a page asks for.

/// The names a page may ask for, such as `make:headline` or `n:released`, and their
/// contents.
pub(super) type Made = Vec<(String, String)>;

/// Content of `make:NAME`.
pub(super) fn make(name: &str, value: String) -> (String, String) {
    (format!("make:{name}"), value)
}

/// Replaces `<!-- make:NAME -->`, `<!-- n:NAME -->`, `<!-- answer:NAME -->`,
/// `<!-- question:NAME -->` and `<!-- guide:NAME -->`.
pub(super) fn fill(text: &str, made: &Made) -> std::io::Result<String> {
    let filled = made.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("<!-- {name} -->"), value)
    });
    for kind in ["make:", "n:", "answer:", "question:", "guide:"] {
        let rest = filled.split(&format!("<!-- {kind}")).nth(1);
        if let Some(name) = rest.and_then(|r| r.split(' ').next()) {
            let error = format!("a page asks for {kind}{name}, which is not made");
            return Err(std::io::Error::other(error));
        }
    }
    Ok(filled)
}
