// Written from the Rust types by `make types`; never by hand.

export type Step = { id: string, title: string, caption: string, 
/**
 * The same with marks.
 */
caption_marked: string, why: string, 
/**
 * The same with marks.
 */
why_marked: string, 
/**
 * A word for the scrubber’s dot.
 */
label: string, 
/**
 * Milliseconds of its motion at normal speed.
 */
motion_ms: number, 
/**
 * Milliseconds to read its caption.
 */
dwell_ms: number, };

export type FieldError = { field: string, message: string, 
/**
 * The same with marks.
 */
message_marked: string, };

export type ScopeView = { 
/**
 * Its permanent name.
 */
id: string, 
/**
 * The field that names it.
 */
field: string, title: string, why: string, 
/**
 * What is still on show instead; empty if this machine is.
 */
shown: string, };

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
 * `exact`, `calculated` or `estimated`.
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
 * At most two sentences, with marks.
 */
sentence: string, 
/**
 * What to type after `dom0_mem=` instead; `None` if no text cures it.
 */
write: string | null, 
/**
 * Whether the advice says the same, so that a page may keep it folded.
 */
quiet: boolean, };

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
 * The option as written on Xen’s line; empty if it stays as it is.
 */
option: string, 
/**
 * The heading of the option’s block.
 */
option_title: string, 
/**
 * What the option brings; empty if nothing.
 */
option_gain: string, 
/**
 * Why it helps, or why it cannot, as far as the lead does not say it.
 */
reasons: Array<string>, 
/**
 * The balloon target: the command, and how to repeat it after each boot; empty if no
 * page is missing.
 */
target: Array<Instruction>, 
/**
 * What the target brings; empty if nothing.
 */
target_gain: string, 
/**
 * Before the target, and other ways to set it.
 */
now: Array<Instruction>, 
/**
 * The same after each boot, and the size that needs no target.
 */
after_reboot: Array<Instruction>, 
/**
 * How to stop the toolstack from shrinking dom0; empty if it does not.
 */
toolstack: Array<Instruction>, 
/**
 * What to check after a reboot: a command and what it shows.
 */
checks: Array<Instruction>, 
/**
 * Cost of the advice.
 */
trade_offs: Array<string>, 
/**
 * What to know before the reboot; empty if there is none.
 */
before: Array<string>, };

export type Headings = { 
/**
 * Of the list of distributions, for a reader who hears it.
 */
places: string, 
/**
 * Of the button that copies every step of a distribution.
 */
all_steps: string, 
/**
 * What to know before a reboot.
 */
before: string, 
/**
 * How to take the option back.
 */
back: string, 
/**
 * More about a distribution.
 */
notes: string, 
/**
 * The balloon target.
 */
target: string, 
/**
 * More about the target.
 */
now: string, 
/**
 * What to check.
 */
checks: string, 
/**
 * How to repeat the target.
 */
after_reboot: string, 
/**
 * What to tell the toolstack.
 */
toolstack: string, 
/**
 * What the advice costs.
 */
trade_offs: string, };

export type Answer = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * The question, with marks ([`super::marks`]).
 */
title: string, 
/**
 * The sentences, one point each, with marks.
 */
says: Array<string>, };

export type FixLine = { 
/**
 * A name that never changes: `option` or `target`.
 */
id: string, 
/**
 * Where, or that it is done already; with marks.
 */
what: string, 
/**
 * What to type; empty if it is done already.
 */
code: string, 
/**
 * What it brings: `+0.77 GiB`; empty if nothing.
 */
gain: string, };

export type Fix = { 
/**
 * What the lines are for.
 */
title: string, 
/**
 * At most two lines.
 */
lines: Array<FixLine>, 
/**
 * Why there is nothing to recover, or what else helps; with marks, empty if neither.
 */
why: string, };

export type Rank = "group" | "part" | "total";

export type SummaryRow = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * The region of the figure that it is about; empty for a sum.
 */
key: string, 
/**
 * Whether it sums others.
 */
rank: Rank, 
/**
 * What it is.
 */
name: string, 
/**
 * What is in it; empty if the name says it.
 */
holds: string, 
/**
 * With its unit.
 */
amount: string, 
/**
 * Share of the machine's usable RAM: `1.6 %`.
 */
share: string, 
/**
 * Pages, with separated thousands.
 */
pages: string, 
/**
 * `exact`, `calculated`, `estimated` or `remainder`; empty for a sum.
 */
sure: string, 
/**
 * The tool that shows it; empty if none does.
 */
shown_by: string, };

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
 * The releases that this applies to, as a sentence.
 */
holds: string, 
/**
 * What to know before the reboot: what stops, and the easier way back.
 */
before: Array<string>, 
/**
 * Defaults and traps of this distribution.
 */
notes: Array<string>, 
/**
 * All there is to type under its instructions, every line a comment of a shell.
 */
all: string, };

export type DifferenceRow = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * Label of the row, with marks.
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
 * What is compared, with marks.
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
 * The result, in a sentence with marks.
 */
sum: string, };

export type ComparedRow = { 
/**
 * A name that never changes.
 */
id: string, 
/**
 * Label of the row, with marks.
 */
label: string, 
/**
 * Value in the first boot, as it is: it may have been typed.
 */
left: string, 
/**
 * Value in the second boot.
 */
right: string, };

export type RunStep = { 
/**
 * Its permanent name.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * What happens in it.
 */
caption: string, };

export type RunAccount = { 
/**
 * Its permanent name.
 */
account: string, 
/**
 * Its name for readers.
 */
name: string, 
/**
 * Pages.
 */
pages: number, 
/**
 * The same in KiB, at most 2^53.
 */
kib: number, 
/**
 * How sure that is, in a word.
 */
sure: string, };

export type Run = { 
/**
 * The fragment of a link that restores it.
 */
link: string, 
/**
 * The machine and its releases.
 */
machine: string, 
/**
 * The headline.
 */
headline: string, 
/**
 * Whether dom0 boots.
 */
up: boolean, 
/**
 * Dom0's pages as Xen gives them.
 */
pages: number, 
/**
 * The id of the step that the ledger is of; empty if there is no such step.
 */
step: string, 
/**
 * Every step, in order.
 */
steps: Array<RunStep>, 
/**
 * The accounts that have pages after that step; their sum is the machine's usable RAM.
 */
ledger: Array<RunAccount>, 
/**
 * What was said of the inputs.
 */
notes: Array<string>, };

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

export type RecoveryStep = { 
/**
 * The step in words: `with`, `without`, `then the balloon`.
 */
lead: string, 
/**
 * What follows it in code type: `max:4G`; may be empty.
 */
code: string, 
/**
 * What `free` shows then: `2.80`, without the unit if that is GiB.
 */
shows: string, 
/**
 * How much more that is than before it: `+0.77`.
 */
gain: string, 
/**
 * The text to type after `dom0_mem=`.
 */
dom0_mem: string, 
/**
 * The text to type as the balloon's setting; empty if it stays as it is.
 */
balloon: string, 
/**
 * The field whose text belongs to the old option: `nr-pages`, or `mem-total` where dom0’s
 * pages stay; empty if none does.
 */
clears: string, };

export type Recovery = { 
/**
 * At most two steps, the better one first; the second includes the first.
 */
steps: Array<RecoveryStep>, 
/**
 * Said in place of further steps; empty if there are any.
 */
nothing: string, 
/**
 * The option to type: the advice's, or else the one that was typed; empty if there is none.
 */
option: string, 
/**
 * What `free` shows with it: `2.80 GiB`; empty if the option stays as it is or no option helps
 * against the balloon target.
 */
after: string, };

export type Shown = { 
/**
 * What the amount is about, in code type: `free`, or `dom0` if there is no amount.
 */
tool: string, 
/**
 * What the tool does: `shows`; empty if there is no amount.
 */
does: string, 
/**
 * The amount, `2.03 GiB`, or `does not boot` or `out of memory`.
 */
amount: string, };

export type SliderTick = { 
/**
 * Its place in thousandths of the slider's length.
 */
at: number, text: string, };

export type FormView = { 
/**
 * Position on the kernel's slider.
 */
linux_at: number, 
/**
 * Its release in words.
 */
linux: string, 
/**
 * What it does with pages on holes; also a name in the style sheet.
 */
act: string, 
/**
 * Position on the slider of dom0's sizes.
 */
size_at: number, 
/**
 * The sizes, each in words.
 */
sizes: Array<string>, size_ticks: Array<SliderTick>, 
/**
 * The initial size as the option gives it; empty if it gives none.
 */
size: string, 
/**
 * What dom0 starts with in that case.
 */
size_without: string, ceiling: "none" | "size" | "gap" | "other", 
/**
 * The ceiling as the option gives it; empty if it gives none.
 */
maximum: string, 
/**
 * How this Xen reads the option.
 */
reads: string, 
/**
 * Said beside the installed RAM if a map is given.
 */
map: string, 
/**
 * Kernel, size, ceiling and machine, each in two or three words.
 */
short: [string, string, string, string], 
/**
 * What `free` shows.
 */
shown: Shown, };

export type Timeline = { 
/**
 * The largest position.
 */
length: number, 
/**
 * The positions of its releases, rising.
 */
stops: Array<number>, };

export type FieldText = { field: string, text: string, };

export type ControlMove = { edits: Array<FieldText>, 
/**
 * What is wrong with a typed text; empty if nothing is.
 */
error: string, };

export type Details = { numbers: Array<NamedText>, 
/**
 * With marks, like every text below that can name a command.
 */
answers: Array<NamedText>, 
/**
 * The questions that these answer, in the words of this kernel.
 */
questions: Array<NamedText>, 
/**
 * Whether dom0 can grow, what it needs, and its DMA buffers.
 */
guide: Array<Answer>, marks: Array<PhraseAnchor>, 
/**
 * The messages the kernel prints.
 */
messages: Array<string>, 
/**
 * The place that each of them is about.
 */
lines: Array<string>, regions: Array<RegionRow>, option: string, 
/**
 * Whether the balloon can bring anything back.
 */
brings: boolean, fix: Fix, summary: Array<SummaryRow>, 
/**
 * What these leave out, with marks.
 */
not_modelled: string, ledger: Array<LedgerRow>, not_ram: Array<LedgerRow>, warnings: Array<OptionWarning>, groups: Array<GroupRow>, advice: AdviceTexts, instructions: Array<Instructions>, explained: Array<Explained>, 
/**
 * The next steps to get more.
 */
recovery: Recovery, 
/**
 * The headings of the advice.
 */
headings: Headings, };

export type PageReport = { 
/**
 * Whether a text waits for the engine that reads logs.
 */
waits: boolean, 
/**
 * What a text names instead of a PV dom0 on 64-bit x86, if it does.
 */
scope: ScopeView | null, 
/**
 * The headline with marks.
 */
lead: string, given: string, 
/**
 * What counts in place of the fields in error, with marks; may be empty.
 */
instead: string, 
/**
 * The fields that still have an example’s values.
 */
from_example: Array<string>, 
/**
 * The same as a sentence with marks; may be empty.
 */
from_example_says: string, 
/**
 * What the form's controls show.
 */
form: FormView | null, };

export type Report = { ok: boolean, errors: Array<FieldError>, notes: Array<string>, 
/**
 * The same with marks.
 */
notes_marked: Array<string>, headline: string, up: boolean, machine: string, steps: Array<Step>, 
/**
 * What the change did to `free`: `free +0.77 GiB`; may be empty.
 */
changed: string, 
/**
 * The same with marks.
 */
changed_marked: string, 
/**
 * What only the page shows.
 */
page: PageReport, };

export type Preset = { id: string, name: string, 
/**
 * Its name on a button; empty for one that is only in the list.
 */
short: string, origin: string, 
/**
 * The same in a few words.
 */
about: string, fragment: string, };

export type FoundRow = { 
/**
 * A permanent name.
 */
item: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its value, as text.
 */
value: string, 
/**
 * The paste's lines it is from.
 */
lines: Array<number>, 
/**
 * The step that shows it; empty if none does.
 */
step: string, 
/**
 * What that step highlights; empty if it shows nothing of it.
 */
key: string, 
/**
 * What going there does, as a sentence without a full stop; empty if there is no step.
 */
shows: string, };

export type MissingRow = { 
/**
 * A permanent name.
 */
item: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The command that prints it.
 */
command: string, };

export type LineVerdict = { 
/**
 * What was made of it.
 */
verdict: string, 
/**
 * The item it is used for; empty if it is not.
 */
item: string, 
/**
 * What for, or why not; may be empty.
 */
why: string, 
/**
 * What was made of it in a word or two.
 */
short: string, };

export type ReconciledRow = { 
/**
 * A permanent name.
 */
item: string, 
/**
 * Its name.
 */
name: string, 
/**
 * As logged.
 */
log: string, 
/**
 * By the model.
 */
model: string, 
/**
 * `agrees`, `differs` or `cannot know`.
 */
verdict: string, 
/**
 * Why; may be empty.
 */
reason: string, 
/**
 * The same with marks.
 */
reason_marked: string, 
/**
 * The paste's lines it is from.
 */
lines: Array<number>, 
/**
 * The step that shows it; empty if none does.
 */
step: string, 
/**
 * What that step highlights; empty if it shows nothing of it.
 */
key: string, 
/**
 * What going there does, as a sentence without a full stop; empty if there is no step.
 */
shows: string, };

export type BootRow = { 
/**
 * Its number, from 1.
 */
number: number, 
/**
 * What it is.
 */
name: string, 
/**
 * Its lines in words.
 */
place: string, 
/**
 * Its first line, from 1.
 */
first: number, 
/**
 * Its last line.
 */
last: number, 
/**
 * The number of its machine, from 1; 0 if it is the only one or not known.
 */
machine: number, 
/**
 * Whether it came as far as dom0's memory.
 */
complete: boolean, };

export type PlainFacts = { 
/**
 * Xen's release.
 */
xen: string | null, 
/**
 * Linux's release.
 */
linux: string | null, 
/**
 * The option; empty if Xen's line has none.
 */
option: string | null, 
/**
 * Entries of the machine's map.
 */
machine_map: number | null, 
/**
 * Entries of dom0's own map.
 */
dom0_map: number | null, 
/**
 * Pages Xen gave dom0.
 */
nr_pages: number | null, 
/**
 * Pages released.
 */
released: number | null, 
/**
 * Pages moved.
 */
remapped: number | null, 
/**
 * `MemTotal`, KiB.
 */
mem_total: number | null, };

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
 * The number of the boot that counts, from 1; 0 if there is none.
 */
boot: number, 
/**
 * The boots to choose from, in order; empty if there is only one.
 */
choices: Array<BootRow>, 
/**
 * Sentences, the most important first.
 */
notes: Array<string>, 
/**
 * The same with marks.
 */
notes_marked: Array<string>, 
/**
 * The figures, as plain numbers.
 */
facts: PlainFacts, 
/**
 * What lines gave, each as a text.
 */
found: Array<FoundRow>, 
/**
 * What no line gave.
 */
missing: Array<MissingRow>, 
/**
 * One for every line of the paste.
 */
lines: Array<LineVerdict>, 
/**
 * How many lines had each verdict, as a text.
 */
counts: string, 
/**
 * `agrees`, `differs`, `partial` or `not-dom0`.
 */
verdict: string, 
/**
 * Why the comparison is not the whole truth; may be empty.
 */
reason: string, 
/**
 * The same with marks.
 */
reason_marked: string, 
/**
 * Every figure that log and model both have.
 */
rows: Array<ReconciledRow>, 
/**
 * Whether a machine that the model covers can be filled in from it.
 */
usable: boolean, 
/**
 * The texts that using this machine would put into the form, by field.
 */
fields: Record<string, string>, 
/**
 * The fields of a machine that no line gave: they keep what they hold.
 */
kept: Array<string>, };

export type LogLine = { 
/**
 * Its index among the messages of the boot.
 */
index: number, 
/**
 * The text; cut after its colon and ended by `…` while its pages are on the way.
 */
text: string, 
/**
 * The place in the figure it is about: `D:bf780`; empty if it names no pages.
 */
key: string, };

export type Place = { x: number, y: number, w: number, h: number, };

export type Hit = { key: string, lane: string, 
/**
 * How much.
 */
amount: string, 
/**
 * What it is, and why, with marks.
 */
what: string, 
/**
 * The page numbers, the last one included; empty if it has none.
 */
pfn: string, 
/**
 * All of it, for reading aloud.
 */
line: string, 
/**
 * Where it is drawn, in CSS pixels of the sheet.
 */
at: Place, rows: Array<number>, 
/**
 * Indices of the messages about the same pages.
 */
lines: Array<number>, };

export type CeilingHandle = { x: number, y: number, w: number, h: number, 
/**
 * The ceiling in MiB; the largest value if there is none.
 */
now: number, least: number, 
/**
 * The end of the machine's RAM, which means no ceiling.
 */
most: number, text: string, 
/**
 * What it is, for a reader who hears it.
 */
name: string, };

export type Chip = { text: string, 
/**
 * The fragment that it means, without the appearance of the embed.
 */
link: string, on: boolean, };

export type ChipGroup = { 
/**
 * What they are about.
 */
name: string, 
/**
 * What is set, if none of them is on; else empty.
 */
own: string, chips: Array<Chip>, };

export type Looks = { view: "story" | "ledger" | "diagram", controls: "full" | "none", chips: "none" | "all", theme: "auto" | "light" | "dark", motion: "auto" | "none", scale: "readable" | "to-scale", };
