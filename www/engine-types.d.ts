// Written from the Rust types by `make types`; never by hand.

export type Step = { id: string, title: string, caption: string, why: string, };

export type FieldError = { field: string, message: string, };

export type RegionRow = { 
/**
 * Its place in the figure: lane and first page number, `D:9f`.
 */
key: string, 
/**
 * What it is.
 */
what: string, 
/**
 * First page number, hexadecimal.
 */
first: string, 
/**
 * Page number behind the last, hexadecimal.
 */
end: string, 
/**
 * How many pages.
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
 * What it is, in plain words.
 */
name: string, 
/**
 * Pages, thousands apart.
 */
pages: string, 
/**
 * The same as an amount.
 */
amount: string, 
/**
 * Share of the machine's usable RAM: `1.6 %`; empty where it is not RAM.
 */
share: string, 
/**
 * `exact`, `derived` or `estimated`.
 */
sure: string, 
/**
 * The tool or message that shows it; empty where none does.
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
 * As it is shown, with its unit.
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
 * What to type behind `dom0_mem=` instead; `None` where no text cures it.
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
 * Whether Xen says that the text is invalid.
 */
reported: string, 
/**
 * Whether dom0 can be built.
 */
boots: string, 
/**
 * Whether the reader's release is one of them; a boolean for JavaScript.
 */
own: boolean, };

export type Instruction = { 
/**
 * Why, where, or what to expect.
 */
what: string, 
/**
 * What to type; empty where there is nothing to type.
 */
code: string, };

export type AdviceTexts = { 
/**
 * What to do, in at most two sentences.
 */
lead: string, 
/**
 * The option as it stands on Xen's line; empty where it stays as it is.
 */
option: string, 
/**
 * Why it helps, or why it cannot.
 */
reasons: Array<string>, 
/**
 * Getting released pages back while dom0 runs; empty where none is missing.
 */
now: Array<Instruction>, 
/**
 * The same after every reboot.
 */
after_reboot: Array<Instruction>, 
/**
 * Keeping the toolstack from taking dom0's memory; empty where it does not.
 */
toolstack: Array<Instruction>, 
/**
 * What to look at after a reboot, with the numbers to expect.
 */
checks: Array<Instruction>, 
/**
 * What the advice costs.
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
 * What it is.
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
 * Second less first, with its sign: `+1.01 GiB`.
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
 * What it comes to, in a sentence.
 */
sum: string, };

export type ComparedRow = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * What it is.
 */
label: string, 
/**
 * The first boot's.
 */
left: string, 
/**
 * The second boot's.
 */
right: string, };

export type SweepRow = { 
/**
 * Installed RAM.
 */
installed: string, 
/**
 * What descriptors cost without `max:`; empty where dom0 does not come up.
 */
without: string, 
/**
 * The same with it.
 */
with_max: string, 
/**
 * What `max:` saves; empty where it saves nothing.
 */
saved: string, };

export type SweepReport = { rows: Array<SweepRow>, says: Array<string>, };

export type Details = { numbers: Array<NamedText>, doors: Array<NamedText>, marks: Array<PhraseAnchor>, 
/**
 * The place each message speaks of.
 */
lines: Array<string>, option: string, 
/**
 * Whether the balloon can bring anything back.
 */
brings: boolean, ledger: Array<LedgerRow>, beside: Array<LedgerRow>, told: Array<OptionWarning>, groups: Array<GroupRow>, advice: AdviceTexts, places: Array<Instructions>, explained: Array<Explained>, };

export type Report = { ok: boolean, errors: Array<FieldError>, notes: Array<string>, headline: string, up: boolean, machine: string, given: string, cure: string, steps: Array<Step>, messages: Array<string>, regions: Array<RegionRow>, details: Details | null, };

export type Preset = { id: string, name: string, origin: string, fragment: string, };

export type Hit = { key: string, lane: string, text: string, more: string, rows: Array<number>, lines: Array<number>, };

export type Looks = { view: "story" | "ledger" | "diagram", controls: "full" | "none", theme: "auto" | "light" | "dark", motion: "auto" | "none", scale: "readable" | "to-scale", };
