//! The tables of the default machine as rows of HTML.

use sim::what_if::Comparisons;
use words::claims::CLAIMS;
use words::difference::{Explained, explained};
use words::groups::{Own, group_rows};
use words::html::escaped;
use words::line_keys;
use words::marks::{plain, to_html};
use words::place::account_named;
use words::summary::{Rank, SummaryRow, not_modelled, summary};

use super::fill::{Made, make};

/// The tables a page may ask for.
pub(super) fn tables(compared: &Comparisons) -> Made {
    let boot = &compared.scenarios.configured;
    let ledger = words::ledger_rows_marked(boot, usize::MAX).into_iter().map(|r| {
        let name = format!("{}<small>{}</small>", to_html(&r.name), to_html(&r.why));
        let cells = [&r.pages, &r.amount, &r.share, r.sure, &r.shown_by];
        row(&keyed(&account_named(r.id)), &name, &cells)
    });
    let sums = summary(boot).into_iter().map(sum_row);
    let not_ram = words::not_ram_rows(boot)
        .into_iter()
        .map(|r| row("", &escaped(&r.name), &[&r.pages, &r.amount, &r.why]));
    let groups = group_rows(boot);
    // One row compares nothing.
    let hidden = if groups.len() < 2 { "hidden" } else { "" };
    let groups = groups.into_iter().map(|g| {
        let own = if g.own == Own::Yours { " data-own aria-current=\"true\"" } else { "" };
        row(own, &escaped(&g.releases), &[&g.size, &g.maximum, g.reported, g.boots])
    });
    let regions = words::rows(boot)
        .into_iter()
        .map(|r| row(&keyed(&r.key), &r.first, &[&r.end, &r.pages, &r.amount, r.what]));
    let claims = CLAIMS.iter().map(|c| row("", &to_html(c.claim), &[c.holds.word(), c.note]));
    let lines = boot.kernel.messages.iter().zip(line_keys(boot));
    let lines =
        lines.map(|(line, key)| format!("<li{}>{}</li>", keyed(&key), escaped(&line.to_string())));
    let compared = explained(boot, &compared.differences);
    vec![
        make("summary", sums.collect()),
        make("not-modelled", to_html(&not_modelled(boot))),
        make("ledger", ledger.collect()),
        make("not-ram", not_ram.collect()),
        make("groups", groups.collect()),
        make("groups.hidden", hidden.to_owned()),
        make("regions", regions.collect()),
        make("claims", claims.collect()),
        make("messages", lines.collect()),
        make("explained", compared.iter().map(difference).collect()),
    ]
}

/// A row of the ledger's summary.
fn sum_row(r: SummaryRow) -> String {
    let rank = match r.rank {
        Rank::Group => "group",
        Rank::Part => "part",
        Rank::Total => "total",
    };
    let key = keyed(&r.key);
    let holds =
        if r.holds.is_empty() { String::new() } else { format!("<small>{}</small>", r.holds) };
    let (name, shown) = (escaped(r.name), to_html(r.shown_by));
    let cell = |text: &String| ["<td>", &escaped(text), "</td>"].concat();
    let cells: String = [r.amount, r.share, r.pages, r.sure.to_owned()].iter().map(cell).collect();
    format!(
        "<tr data-rank=\"{rank}\" data-id=\"{}\"{key}><th scope=\"row\">{name}{holds}</th>{cells}<td>{shown}</td></tr>",
        r.id
    )
}

/// What can be highlighted with an element, as its attribute.
fn keyed(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!(" data-key=\"{key}\"") }
}

/// What differs between two setups.
fn difference(what: &Explained) -> String {
    let heads: String = ["row", &what.left, &what.right, "difference"]
        .map(|head| format!("<th scope=\"col\">{}</th>", escaped(head)))
        .concat();
    let rows: String = (what.rows.iter())
        .map(|r| row("", &to_html(r.name), &[&r.left, &r.right, &r.difference]))
        .collect();
    let (label, caption) = (escaped(&plain(&what.title)), to_html(&what.title));
    let sum = to_html(&what.sum);
    format!(
        "<div class=\"explained\"><div class=\"scroll\" role=\"group\" aria-label=\"{label}\"><table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div><p>{sum}</p></div>"
    )
}

/// A row of a table: its heading is markup, its cells are texts with marks.
fn row(attributes: &str, head: &str, cells: &[&str]) -> String {
    let mut out = format!("<tr{attributes}><th scope=\"row\">{head}</th>");
    for cell in cells {
        out.push_str("<td>");
        out.push_str(&to_html(cell));
        out.push_str("</td>");
    }
    out + "</tr>"
}
