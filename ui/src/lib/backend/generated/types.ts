// Written by hearth-api from its Rust types and its command table. Do not edit:
// HEARTH_WRITE_GENERATED=1 cargo test -p hearth-api --test typescript

/**
 * How a table column is aligned.
 */
export type Align = "none" | "left" | "center" | "right";

/**
 * Why a command was refused. Nothing was changed.
 */
export type ApiError = {
/**
 * Stable code, such as `store_busy`.
 */
code: string,
/**
 * Values for the sentence; sizes in bytes. `detail` is what programs said, for people who help.
 */
params: { [key in string]: string },
/**
 * What happened, a full English sentence.
 */
message: string,
/**
 * What to do next, a full English sentence.
 */
hint: string, };

/**
 * The state of this machine: which community is open, as whom, and what must be said first.
 */
export type AppStatus = {
/**
 * Version of the program, such as `0.1.0`.
 */
version: string,
/**
 * The open community; absent on a machine that has none, which shows Welcome.
 */
community: CommunityCard | null,
/**
 * The member this machine signs as.
 */
me: MemberCard | null,
/**
 * True when the store was written by a newer Hearth and can only be read.
 */
readOnly: boolean,
/**
 * What was chosen for this machine.
 */
settings: Settings,
/**
 * Things to say in a banner, such as a rebuilt index; most important first.
 */
notices: Array<Notice>, };

/**
 * A file attached to a lesson.
 */
export type AttachmentRow = {
/**
 * BLAKE3 of the bytes, hex.
 */
hash: string,
/**
 * Display name; never a path.
 */
name: string,
/**
 * Media type as declared.
 */
mediaType: string,
/**
 * Text for people who cannot see it.
 */
alt: string,
/**
 * Size in bytes; absent when the file is not on this machine.
 */
size: number | null, };

/**
 * Why a backup was made.
 */
export type BackupOccasion = "daily" | "bringIn" | "asked";

/**
 * A backup beside the community.
 */
export type BackupRow = {
/**
 * The name of its file.
 */
name: string,
/**
 * When, by this machine's clock.
 */
atMs: number,
/**
 * Why it was made.
 */
occasion: BackupOccasion,
/**
 * Its size in bytes.
 */
size: number, };

/**
 * A block: what takes whole lines.
 */
export type Block = { "type": "paragraph",
/**
 * Its content.
 */
inlines: Array<Inline>, } | { "type": "heading",
/**
 * 1 to 6, as written; screens shift it below their own headings.
 */
level: number,
/**
 * Its content.
 */
inlines: Array<Inline>, } | { "type": "list",
/**
 * The first number; absent for bullets.
 */
start: number | null,
/**
 * Whether items are set without space between them.
 */
tight: boolean,
/**
 * The items in order.
 */
items: Array<ListItem>, } | { "type": "quote",
/**
 * What is quoted.
 */
blocks: Array<Block>, } | { "type": "code",
/**
 * First word of the fence's label, as written.
 */
language: string | null,
/**
 * The text, with its last line feed.
 */
text: string, } | { "type": "table",
/**
 * Alignment by column.
 */
align: Array<Align>,
/**
 * Cells of the first row.
 */
head: Array<Array<Inline>>,
/**
 * The other rows.
 */
rows: Array<Array<Array<Inline>>>, } | { "type": "rule" } | { "type": "footnote",
/**
 * The name it has in the source.
 */
label: string,
/**
 * Its place in the order of first mention, from 1.
 */
number: number,
/**
 * Its content.
 */
blocks: Array<Block>, } | { "type": "html",
/**
 * The source, untouched.
 */
text: string, };

/**
 * A piece of text and where it stands.
 */
export type ChangePiece = {
/**
 * In both texts, or in one of them.
 */
side: ChangeSide,
/**
 * The words.
 */
text: string, };

/**
 * Where a piece of text stands.
 */
export type ChangeSide = "same" | "added" | "removed";

/**
 * A dated answer to "is all well?".
 */
export type CheckReport = {
/**
 * When, by this machine's clock.
 */
atMs: number,
/**
 * Nothing is wrong.
 */
allWell: boolean,
/**
 * Equal on machines that hold the same changes; empty when changes are damaged.
 */
stateDigest: string,
/**
 * Lessons in effect.
 */
nLessons: number,
/**
 * Changes read and verified, signature included.
 */
nChanges: number,
/**
 * Attached files read and hashed.
 */
nAttachments: number,
/**
 * What is wrong, one English sentence each.
 */
problems: Array<string>,
/**
 * Why changes wait.
 */
held: Array<HeldCount>, };

/**
 * A file the person chose. The window holds a token, never a path.
 */
export type ChosenFile = {
/**
 * Token valid until the program closes.
 */
token: string,
/**
 * File name for display.
 */
name: string,
/**
 * Size in bytes.
 */
size: number, };

/**
 * A community as the sidebar shows it.
 */
export type CommunityCard = {
/**
 * Hex of the founding change's id.
 */
id: string,
/**
 * The name its founder gave it.
 */
name: string,
/**
 * The first line of the charter.
 */
purpose: string,
/**
 * Members whose admission is in effect.
 */
nMembers: number,
/**
 * Lessons shown, tombstones excluded.
 */
nLessons: number, };

/**
 * A lesson being written. Saved within a second of typing, recovered after a crash.
 */
export type Draft = {
/**
 * The draft's UUID; empty in a request makes a new one.
 */
id: string,
/**
 * The lesson being edited; absent for a new lesson.
 */
lesson: string | null,
/**
 * Heads the edit was made from, hex; empty for a new lesson.
 */
base: Array<string>,
/**
 * Story, problem or solution.
 */
kind: KindName,
/**
 * May be empty in a draft.
 */
title: string,
/**
 * Markdown.
 */
body: string,
/**
 * Tags as typed.
 */
tags: Array<string>,
/**
 * Where it happened.
 */
site: string,
/**
 * Date it happened, `YYYY-MM-DD`, or empty.
 */
happened: string,
/**
 * The problem this solution answers, when started with "Add a solution".
 */
solves: string | null,
/**
 * When it was last saved, by this machine's clock.
 */
savedMs: number, };

/**
 * One exchange in the history.
 */
export type ExchangeEntry = {
/**
 * Number of the exchange on this machine, from 1.
 */
id: number,
/**
 * True for a file brought in, false for one given.
 */
incoming: boolean,
/**
 * The person at the other side, or the file name when unknown.
 */
with: string,
/**
 * When, by this machine's clock.
 */
atMs: number,
/**
 * Changes that were new here, or that were given.
 */
nChanges: number,
/**
 * Lessons among them.
 */
nLessons: number,
/**
 * Can still be undone.
 */
canUndo: boolean,
/**
 * Was undone.
 */
undone: boolean, };

/**
 * How many matches carry a value.
 */
export type FacetRow = {
/**
 * The value, such as `problem` or a tag.
 */
value: string,
/**
 * Matches that carry it.
 */
count: number, };

/**
 * A named value of a lesson, such as site or "does not apply when".
 */
export type Fact = {
/**
 * Stable field name, such as `site`, `symptoms`, `not_when`.
 */
field: string,
/**
 * The text, as written.
 */
text: string, };

/**
 * What one revision changed in a field.
 */
export type FieldChange = {
/**
 * The field's name.
 */
field: string,
/**
 * Its text before and after, piece by piece.
 */
pieces: Array<ChangePiece>, };

/**
 * What a file is for.
 */
export type FilePurpose = "community" | "index" | "backup" | "key" | "settings" | "note" | "unknown";

/**
 * One field with two or more texts that stand side by side.
 */
export type ForkRow = {
/**
 * Stable field name.
 */
field: string,
/**
 * Every text, word for word, oldest first.
 */
texts: Array<ForkText>, };

/**
 * One side of a fork.
 */
export type ForkText = {
/**
 * The revision that carries it, hex.
 */
revision: string,
/**
 * Who wrote it.
 */
author: string,
/**
 * When, by their clock.
 */
atMs: number,
/**
 * The text.
 */
text: string, };

/**
 * A community that was just founded.
 */
export type FoundCommunity = {
/**
 * The state of this machine now.
 */
status: AppStatus,
/**
 * The words that can re-found it: shown once, kept nowhere, to be written down.
 */
recoveryWords: string, };

/**
 * What to put into a file.
 */
export type GiveRequest = { "type": "whole" } | { "type": "sinceLast",
/**
 * The member's UUID.
 */
member: string, } | { "type": "invitation",
/**
 * `observer` or `practitioner`.
 */
role: string, };

/**
 * Somebody a file can be made for.
 */
export type GiveTarget = {
/**
 * The member's UUID.
 */
member: string,
/**
 * Display name.
 */
name: string,
/**
 * When a file of theirs was last brought in here.
 */
lastHeardMs: number | null,
/**
 * Changes here that their last file did not declare.
 */
nNew: number, };

/**
 * A file that was made.
 */
export type Given = {
/**
 * File name.
 */
name: string,
/**
 * Folder, for display.
 */
folder: string,
/**
 * Size in bytes.
 */
size: number,
/**
 * Changes inside.
 */
nChanges: number,
/**
 * Lessons among them.
 */
nLessons: number, };

/**
 * Changes set aside for one reason.
 */
export type HeldCount = {
/**
 * Stable code, such as `unknown_author`.
 */
code: string,
/**
 * A full sentence.
 */
message: string,
/**
 * How many changes.
 */
count: number, };

/**
 * One hit.
 */
export type HitRow = {
/**
 * The lesson.
 */
card: LessonCard,
/**
 * Relevance; comparable within one answer only.
 */
score: number,
/**
 * The best matching sentence.
 */
snippet: Array<SnippetPart>, };

/**
 * Where a picture is.
 */
export type ImageTarget = { "type": "attachment",
/**
 * Its BLAKE3 hash: 64 hexadecimal digits in lower case.
 */
hash: string, } | { "type": "remote",
/**
 * What was written, without control or direction characters.
 */
url: string, };

/**
 * What a file would change, counted by running the import and rolling it back.
 */
export type ImportPlan = {
/**
 * File name for display.
 */
file: string,
/**
 * Size in bytes.
 */
size: number,
/**
 * When it was made, by its maker's clock.
 */
madeMs: number,
/**
 * The sender's note.
 */
note: string,
/**
 * Who made the file.
 */
sender: Sender,
/**
 * Lessons not held here before.
 */
nNew: number,
/**
 * Lessons whose text would change.
 */
nUpdated: number,
/**
 * Lessons that would get a fork.
 */
nForked: number,
/**
 * Lessons that would be withdrawn.
 */
nRetracted: number,
/**
 * Changes about people, roles and the charter.
 */
nGovernance: number,
/**
 * Links between lessons that would appear or go.
 */
nLinks: number,
/**
 * Changes that would wait in quarantine, with the reasons in `held`.
 */
nQuarantined: number,
/**
 * Changes already here.
 */
nKnown: number,
/**
 * All changes in the file.
 */
nChanges: number,
/**
 * Attached files that would arrive.
 */
nAttachments: number,
/**
 * New lessons per kind.
 */
newByKind: Array<KindCount>,
/**
 * New and updated lessons per member.
 */
byMember: Array<MemberCount>,
/**
 * Titles to look at, at most 200 per list.
 */
newTitles: Array<PlannedLesson>,
/**
 * Titles of lessons that would change.
 */
updatedTitles: Array<PlannedLesson>,
/**
 * Titles of lessons that would get a fork.
 */
forkedTitles: Array<PlannedLesson>,
/**
 * Why changes would be set aside, one sentence each with its count.
 */
held: Array<HeldCount>, };

/**
 * An inline: what flows within a line.
 */
export type Inline = { "type": "text",
/**
 * The words.
 */
text: string, } | { "type": "emphasis",
/**
 * What is emphasised.
 */
inlines: Array<Inline>, } | { "type": "strong",
/**
 * What is emphasised.
 */
inlines: Array<Inline>, } | { "type": "strike",
/**
 * What is struck through.
 */
inlines: Array<Inline>, } | { "type": "code",
/**
 * The words.
 */
text: string, } | { "type": "link",
/**
 * Where it leads.
 */
target: LinkTarget,
/**
 * The hint written beside the address.
 */
title: string | null,
/**
 * What is shown.
 */
inlines: Array<Inline>, } | { "type": "image",
/**
 * Where it is.
 */
target: ImageTarget,
/**
 * What it shows, in words.
 */
alt: string,
/**
 * The hint written beside the address.
 */
title: string | null, } | { "type": "footnoteRef",
/**
 * The name it has in the source.
 */
label: string,
/**
 * The footnote's number.
 */
number: number, } | { "type": "softBreak" } | { "type": "hardBreak" } | { "type": "html",
/**
 * The source, untouched.
 */
text: string, };

/**
 * A file that Hearth keeps on this machine.
 */
export type KeptFile = {
/**
 * Where it is.
 */
path: string,
/**
 * Its size in bytes.
 */
size: number,
/**
 * What it is for.
 */
purpose: FilePurpose, };

/**
 * A count per kind.
 */
export type KindCount = {
/**
 * The kind.
 */
kind: KindName,
/**
 * How many.
 */
count: number, };

/**
 * The three kinds of lesson.
 */
export type KindName = "story" | "problem" | "solution";

/**
 * The language of the window.
 */
export type Language = "system" | "en" | "de" | "ar";

/**
 * One lesson in a list.
 */
export type LessonCard = {
/**
 * The lesson's UUID.
 */
id: string,
/**
 * Story, problem or solution.
 */
kind: KindName,
/**
 * The title, 1 to 200 characters.
 */
title: string,
/**
 * The first sentences, at most 200 characters.
 */
gist: string,
/**
 * "Told by" when credited, else the member who logged it.
 */
author: string,
/**
 * Where it happened.
 */
site: string | null,
/**
 * When it was last changed, by its author's clock; display only.
 */
updatedMs: number,
/**
 * Reading time, at least 1.
 */
minutes: number,
/**
 * Number of solutions that solve this problem.
 */
nSolutions: number,
/**
 * Not yet opened on this machine.
 */
unread: boolean,
/**
 * Two texts stand side by side and nobody has settled them.
 */
forked: boolean,
/**
 * Withdrawn by a member, with a tombstone.
 */
retracted: boolean, };

/**
 * One page of a list.
 */
export type LessonList = {
/**
 * Lessons that match, on all pages.
 */
total: number,
/**
 * This page, newest first.
 */
lessons: Array<LessonCard>, };

/**
 * One lesson with everything the reader shows.
 */
export type LessonPage = {
/**
 * The list view of the lesson.
 */
card: LessonCard,
/**
 * The body as typed nodes; the page never sees HTML.
 */
body: MarkdownDocument,
/**
 * Kind-specific and context fields that are filled, in reading order.
 */
facts: Array<Fact>,
/**
 * Tags, sorted.
 */
tags: Array<string>,
/**
 * When it was first logged.
 */
loggedMs: number,
/**
 * Revisions in effect.
 */
nRevisions: number,
/**
 * Who signed the newest revision.
 */
signedBy: Signer,
/**
 * Links from and to this lesson.
 */
links: Array<LinkRow>,
/**
 * Files attached, by hash.
 */
attachments: Array<AttachmentRow>,
/**
 * Fields whose concurrent changes nobody has settled.
 */
forks: Array<ForkRow>,
/**
 * Why it was withdrawn, when it was.
 */
retraction: RetractionRow | null,
/**
 * This member may edit it.
 */
mayEdit: boolean, };

/**
 * A link seen from the open lesson.
 */
export type LinkRow = {
/**
 * Stable type name, such as `solves` or `accepted_for`.
 */
kind: string,
/**
 * The words to show from this side, such as "solves" or "solved by".
 */
label: string,
/**
 * True when this lesson is the source of the link.
 */
outgoing: boolean,
/**
 * The lesson at the other end; absent when this machine does not hold it.
 */
other: LessonCard | null,
/**
 * UUID of the lesson at the other end.
 */
otherId: string, };

/**
 * Where a link leads. Whatever is not on this list is [`LinkTarget::Blocked`].
 */
export type LinkTarget = { "type": "web",
/**
 * The address in the form a browser would use.
 */
url: string,
/**
 * The true host, in ASCII (punycode).
 */
host: string, } | { "type": "mail",
/**
 * The address alone.
 */
address: string, } | { "type": "lesson",
/**
 * Its id: a hyphenated UUID in lower case.
 */
id: string, } | { "type": "anchor",
/**
 * The name after `#`.
 */
name: string, } | { "type": "blocked",
/**
 * What was written, without control or direction characters.
 */
shown: string, };

/**
 * One item of a list.
 */
export type ListItem = {
/**
 * The state of its check box; absent where there is none.
 */
checked: boolean | null,
/**
 * Its content; in a tight list paragraphs are set without space around them.
 */
blocks: Array<Block>, };

/**
 * Which lessons a list shows.
 */
export type ListRequest = {
/**
 * Only this kind.
 */
kind: KindName | null,
/**
 * Only lessons carrying this tag.
 */
tag: string | null,
/**
 * Only withdrawn ones; otherwise none of them.
 */
withdrawn: boolean,
/**
 * How many to skip, newest first.
 */
offset: number,
/**
 * At most this many, 1 to 500; 0 means 50.
 */
limit: number, };

/**
 * A parsed body.
 */
export type MarkdownDocument = {
/**
 * Blocks in reading order; footnotes come last, by number.
 */
blocks: Array<Block>, };

/**
 * A person as a list shows them. The name never identifies; the words do.
 */
export type MemberCard = {
/**
 * The member's UUID.
 */
id: string,
/**
 * Display name.
 */
name: string,
/**
 * Roles in effect, lowest first: `observer`, `practitioner`, `facilitator`, `steward`.
 */
roles: Array<string>,
/**
 * Four words of the device key's fingerprint, such as `maple-river-seven-lamp`.
 */
words: string, };

/**
 * A count per member.
 */
export type MemberCount = {
/**
 * Display name.
 */
name: string,
/**
 * How many.
 */
count: number, };

/**
 * Whether things may move on the screen.
 */
export type Motion = "system" | "still";

/**
 * A sentence the window shows once, chosen by code from its own catalogue.
 */
export type Notice = {
/**
 * Stable code, such as `index_rebuilding` or `closed_unexpectedly`.
 */
code: string,
/**
 * Values for the sentence.
 */
params: { [key in string]: string },
/**
 * The full English sentence.
 */
message: string, };

/**
 * What fits what was typed.
 */
export type PaletteAnswer = {
/**
 * Places in the list of acts that was given, best first.
 */
acts: Array<number>,
/**
 * Lessons, best first.
 */
lessons: Array<LessonCard>, };

/**
 * A lesson named in a plan.
 */
export type PlannedLesson = {
/**
 * The lesson's UUID.
 */
id: string,
/**
 * The kind.
 */
kind: KindName,
/**
 * Its title after the import.
 */
title: string, };

/**
 * What publishing made.
 */
export type Published = {
/**
 * The lesson's UUID.
 */
id: string, };

/**
 * The face that lessons are set in.
 */
export type ReadingFont = "serif" | "sans" | "system";

/**
 * Why a lesson was withdrawn.
 */
export type RetractionRow = {
/**
 * Who withdrew it.
 */
by: string,
/**
 * When, by their clock.
 */
atMs: number,
/**
 * The reason given.
 */
reason: string, };

/**
 * One revision in a lesson's history.
 */
export type RevisionRow = {
/**
 * The revision's change id, hex.
 */
id: string,
/**
 * Who signed it.
 */
signer: Signer,
/**
 * When, by their clock.
 */
atMs: number,
/**
 * Names of the fields it set.
 */
fields: Array<string>,
/**
 * The revisions it was made from, hex.
 */
parents: Array<string>,
/**
 * `in effect`, `waiting`, `held` or `refused`.
 */
standing: string, };

/**
 * What to look for.
 */
export type SearchRequest = {
/**
 * The words as typed, with `kind:`, `tag:`, `author:`, `"phrases"` and `-not` understood.
 */
query: string,
/**
 * Only these kinds; empty means all.
 */
kinds: Array<KindName>,
/**
 * Only lessons with all of these tags.
 */
tags: Array<string>,
/**
 * How many hits to skip.
 */
offset: number,
/**
 * At most this many, 1 to 200; 0 means 20.
 */
limit: number,
/**
 * The last word is still being typed and matches as a prefix.
 */
typing: boolean, };

/**
 * The answer to a search.
 */
export type SearchResults = {
/**
 * Lessons that match, on all pages.
 */
total: number,
/**
 * Time in the engine, milliseconds.
 */
tookMs: number,
/**
 * The query in words, for "Explain".
 */
explained: string,
/**
 * The words searched instead, when a word was taken as a typing slip.
 */
understood: string | null,
/**
 * Best first.
 */
hits: Array<HitRow>,
/**
 * Counts per kind over all matches.
 */
kinds: Array<FacetRow>,
/**
 * Counts per tag over all matches, most frequent first, at most 12.
 */
tags: Array<FacetRow>, };

/**
 * Who made a file, and how far this machine knows them.
 */
export type Sender = {
/**
 * The name, as this community knows it or as the file claims.
 */
name: string,
/**
 * Four words of the key's fingerprint.
 */
words: string,
/**
 * How far the key is known.
 */
standing: SenderStanding, };

/**
 * How far a sender's key is known here.
 */
export type SenderStanding = "me" | "known" | "unknown" | "revoked";

/**
 * Every setting of the window.
 */
export type Settings = {
/**
 * Colours.
 */
theme: Theme,
/**
 * Language of the window.
 */
language: Language,
/**
 * Size of everything, in hundredths, 80 to 200.
 */
zoom: number,
/**
 * Size of the letters of a lesson in pixels, 15 to 28.
 */
readingSize: number,
/**
 * Height of its lines, in hundredths of that size, 140 to 200.
 */
readingLine: number,
/**
 * Length of its lines in characters, 50 to 80.
 */
readingMeasure: number,
/**
 * The face that lessons are set in.
 */
readingFont: ReadingFont,
/**
 * Whether things may move on the screen.
 */
motion: Motion,
/**
 * Whether the editor marks words that are not in the dictionary.
 */
spellCheck: boolean,
/**
 * Whether the editor offers headings to write under.
 */
prompts: boolean,
/**
 * Whether single letters do something when no text field has the focus.
 */
singleLetters: boolean,
/**
 * Keys chosen in place of the usual ones, by the act's name.
 */
shortcuts: { [key in string]: string }, };

/**
 * Who signed, with what.
 */
export type Signer = {
/**
 * The member's name.
 */
name: string,
/**
 * The device's name.
 */
device: string,
/**
 * Four words of the device key's fingerprint.
 */
words: string, };

/**
 * A run of snippet text, marked when it matched.
 */
export type SnippetPart = {
/**
 * The text.
 */
text: string,
/**
 * True when these words matched.
 */
marked: boolean, };

/**
 * The colour theme of the window.
 */
export type Theme = "system" | "light" | "dark" | "hc-light" | "hc-dark";

/**
 * What Today shows.
 */
export type Today = {
/**
 * Unread lessons, newest first, at most 12.
 */
newToYou: Array<LessonCard>,
/**
 * Unread lessons beyond those.
 */
nOlder: number,
/**
 * One good old lesson when everything is read.
 */
goodOld: LessonCard | null,
/**
 * Lessons with an unsettled fork that this member may settle.
 */
forked: Array<LessonCard>,
/**
 * Open problems without a solution, newest first, at most 5.
 */
openProblems: Array<LessonCard>,
/**
 * The most recent drafts, newest first, at most 3.
 */
drafts: Array<Draft>,
/**
 * The last exchange brought in, if any.
 */
lastBroughtIn: ExchangeEntry | null,
/**
 * One line of the charter.
 */
charterLine: string,
/**
 * Lessons in the community; 0 shows "A quiet room".
 */
nLessons: number, };

/**
 * What an undo took out.
 */
export type Undone = {
/**
 * Changes taken out.
 */
nRemoved: number,
/**
 * Changes left in because later work here builds on them.
 */
nKept: number, };

/**
 * What leads back to how a lesson stood before an act.
 */
export type WayBack = {
/**
 * The revision to restore, hex.
 */
revision: string, };

/**
 * The class of the reason for which a lesson is withdrawn.
 */
export type WithdrawalReason = "wrong" | "unsafe" | "private" | "duplicate" | "other";
