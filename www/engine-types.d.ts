// Written from the Rust types by `make types`; never by hand.

export type Step = { id: string, title: string, caption: string, why: string, };

export type FieldError = { field: string, message: string, };

export type RegionRow = { 
/**
 * Its place in the figure: lane and first page number, `D:9f`.
 */
key: string, 
/**
 * Kind of the region.
 */
what: string, 
/**
 * First page number, hexadecimal.
 */
first: string, 
/**
 * Page number after the last, hexadecimal (exclusive end).
 */
end: string, 
/**
 * Number of pages.
 */
pages: string, 
/**
 * The same as an amount.
 */
amount: string, };

export type LedgerRow = { 
/**
 * The account's id: never changes.
 */
id: string, 
/**
 * The account in plain words.
 */
name: string, 
/**
 * Pages, with separated thousands.
 */
pages: string, 
/**
 * The same as an amount.
 */
amount: string, 
/**
 * Share of the machine's usable RAM: `1.6 %`; empty if it is not RAM.
 */
share: string, 
/**
 * `exact`, `derived` or `estimated`.
 */
sure: string, 
/**
 * The tool or message that shows it; empty if none does.
 */
shown_by: string, 
/**
 * The row's own formula.
 */
why: string, };

export type PhraseAnchor = { 
/**
 * The phrase's name.
 */
name: string, 
/**
 * The place.
 */
key: string, };

export type NamedText = { 
/**
 * The name; never changes.
 */
name: string, 
/**
 * The number as shown, with its unit.
 */
text: string, };

export type OptionWarning = { 
/**
 * A name for it that never changes.
 */
id: string, 
/**
 * At most two sentences.
 */
sentence: string, 
/**
 * What to type after `dom0_mem=` instead; `None` if no text cures it.
 */
write: string | null, };

export type GroupRow = { 
/**
 * The releases, such as `4.2–4.9`.
 */
releases: string, 
/**
 * Dom0's initial size.
 */
size: string, 
/**
 * Its maximum reservation.
 */
maximum: string, 
/**
 * Whether Xen reports the text as invalid.
 */
reported: string, 
/**
 * Whether dom0 can be built.
 */
boots: string, 
/**
 * Whether the reader's release is in the row; a boolean for JavaScript.
 */
own: boolean, };

export type Instruction = { 
/**
 * Why, where, or what to expect.
 */
what: string, 
/**
 * What to type; empty if there is nothing to type.
 */
code: string, };

export type AdviceTexts = { 
/**
 * What to do, in at most two sentences.
 */
lead: string, 
/**
 * The option as written on Xen's line; empty if it stays as it is.
 */
option: string, 
/**
 * Why it helps, or why it cannot.
 */
reasons: Array<string>, 
/**
 * How to get released pages back while dom0 runs; empty if none is missing.
 */
now: Array<Instruction>, 
/**
 * The same after every reboot.
 */
after_reboot: Array<Instruction>, 
/**
 * How to stop the toolstack from taking dom0's memory; empty if it does not.
 */
toolstack: Array<Instruction>, 
/**
 * What to check after a reboot, with the numbers to expect.
 */
checks: Array<Instruction>, 
/**
 * Cost of the advice.
 */
trade_offs: Array<string>, };

export type Instructions = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * The distribution.
 */
name: string, 
/**
 * What to do, in order.
 */
steps: Array<Instruction>, 
/**
 * How to undo it.
 */
back: Array<Instruction>, 
/**
 * Defaults and traps of this distribution.
 */
notes: Array<string>, };

export type DifferenceRow = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * Label of the row.
 */
name: string, 
/**
 * The first amount.
 */
left: string, 
/**
 * The second.
 */
right: string, 
/**
 * Second minus first, with its sign: `+1.01 GiB`.
 */
difference: string, };

export type Explained = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * What is compared.
 */
title: string, 
/**
 * The first column's head.
 */
left: string, 
/**
 * The second column's head.
 */
right: string, 
/**
 * The accounts that differ.
 */
rows: Array<DifferenceRow>, 
/**
 * The result, in a sentence.
 */
sum: string, };

export type ComparedRow = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * Label of the row.
 */
label: string, 
/**
 * Value in the first boot.
 */
left: string, 
/**
 * Value in the second boot.
 */
right: string, };

export type SweepRow = { 
/**
 * Installed RAM.
 */
installed: string, 
/**
 * Cost of the bookkeeping without `max:`; empty if dom0 does not come up.
 */
without: string, 
/**
 * The same with it.
 */
with_max: string, 
/**
 * What `max:` saves; empty if it saves nothing.
 */
saved: string, };

export type SweepReport = { rows: Array<SweepRow>, says: Array<string>, };

export type Details = { numbers: Array<NamedText>, doors: Array<NamedText>, marks: Array<PhraseAnchor>, 
/**
 * The place that each message is about.
 */
lines: Array<string>, option: string, 
/**
 * Whether the balloon can bring anything back.
 */
brings: boolean, ledger: Array<LedgerRow>, beside: Array<LedgerRow>, told: Array<OptionWarning>, groups: Array<GroupRow>, advice: AdviceTexts, places: Array<Instructions>, explained: Array<Explained>, };

export type Report = { ok: boolean, errors: Array<FieldError>, notes: Array<string>, headline: string, up: boolean, machine: string, given: string, cure: string, steps: Array<Step>, messages: Array<string>, regions: Array<RegionRow>, details: Details | null, };

export type Preset = { id: string, name: string, origin: string, fragment: string, };

export type FoundRow = { item: string, name: string, value: string, lines: Array<number>, };

export type MissingRow = { item: string, name: string, command: string, };

export type LineVerdict = { verdict: string, 
/**
 * The item it is used for; empty if it is not.
 */
item: string, why: string, };

export type ReconciledRow = { item: string, name: string, log: string, model: string, 
/**
 * `agrees`, `differs` or `cannot know`.
 */
verdict: string, reason: string, lines: Array<number>, };

export type FilledField = { name: string, text: string, };

export type PasteReport = { 
/**
 * Whether it was read; if not, the first note says why.
 */
read: boolean, 
/**
 * Whose log it is, by its permanent name.
 */
kind: string, 
/**
 * Boots in it.
 */
boots: number, 
/**
 * Sentences, the most important first.
 */
notes: Array<string>, found: Array<FoundRow>, missing: Array<MissingRow>, 
/**
 * One for every line of the paste.
 */
lines: Array<LineVerdict>, 
/**
 * `agrees`, `differs`, `partial` or `not-dom0`.
 */
verdict: string, 
/**
 * Why the comparison is not the whole truth; may be empty.
 */
reason: string, rows: Array<ReconciledRow>, 
/**
 * The texts that using this machine would put into the form.
 */
fields: Array<FilledField>, 
/**
 * The fields that no line gave: they keep what they hold.
 */
kept: Array<string>, 
/**
 * The command that collects everything.
 */
collect: string, 
/**
 * What to do where the first lines are gone.
 */
wrapped: string, };

export type Hit = { key: string, lane: string, text: string, more: string, rows: Array<number>, lines: Array<number>, };

export type Looks = { view: "story" | "ledger" | "diagram", controls: "full" | "none", theme: "auto" | "light" | "dark", motion: "auto" | "none", scale: "readable" | "to-scale", };
