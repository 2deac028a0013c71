/**
 * What the window says for each code of the engine: what happened, and what to do next.
 *
 * Every sentence stands without its values too: a value may be missing, a sentence may not.
 */
import { sizeText } from '../format';
import { numberText } from '../plural';

export interface ErrorText {
  title: string;
  /** What to do next; may be empty. */
  hint: string;
}

export type Params = Partial<Record<string, string>>;
export type Sentence = (params: Params) => ErrorText;

const said = (title: string, hint = ''): Sentence => {
  return () => ({ title, hint });
};

/** Sizes and counts come as plain digits. */
const size = (bytes: string) => sizeText(Number(bytes));
const count = (n: string) => numberText(Number(n));

/** Incoming files. */
const files: Record<string, Sentence> = {
  file_empty: said(
    'This file is empty. Nothing was brought in.',
    'Ask for it again: it was probably not copied to its end.',
  ),
  file_not_hearth: said(
    'This is not a Hearth file. Nothing was brought in.',
    'Hearth files end in .hearth. Choose another one.',
  ),
  file_truncated: ({ have, need }) => ({
    title:
      have && need
        ? `Part of the file is missing (it ends after ${size(have)} of ${size(need)}). Nothing was brought in.`
        : 'Part of the file is missing. Nothing was brought in.',
    hint: 'Ask for it again, or copy it again from where it came.',
  }),
  file_has_extra: said(
    'Something was added to this file after its end. Nothing was brought in.',
    'Ask the sender for the file as it was made.',
  ),
  file_changed: said(
    'This file was changed after it was signed. Nothing was brought in.',
    'Ask for it again. If that one is changed too, ask the sender in person.',
  ),
  file_malformed: said(
    'This file is not put together as Hearth files are. Nothing was brought in.',
    'Ask the sender to make it again.',
  ),
  file_forged: said(
    'This file holds a change that its author did not sign. Nothing was brought in.',
    'Tell the sender, and ask the author for a file of their own.',
  ),
  file_mixed: said(
    'This file mixes the changes of two communities. Nothing was brought in.',
    'Ask the sender to make it again.',
  ),
  file_newer: said(
    'This file was made with a newer Hearth. Nothing was brought in.',
    'Get the newer version, or ask for a file made with this one.',
  ),
  file_too_large: ({ would, limit }) => ({
    title:
      would && limit
        ? `This file would unpack to ${size(would)}; the limit is ${size(limit)}. Nothing was brought in.`
        : 'This file would unpack to more than is taken. Nothing was brought in.',
    hint: 'If you expected so much, ask for it in smaller files.',
  }),
  file_too_many_changes: ({ changes, most }) => ({
    title:
      changes && most
        ? `This file holds ${count(changes)} changes; the limit is ${count(most)}. Nothing was brought in.`
        : 'This file holds more changes than are taken. Nothing was brought in.',
    hint: 'If you expected so many, ask for them in smaller files.',
  }),
  file_not_there: ({ path }) => ({
    title: path ? `There is no file at ${path}.` : 'The file is no longer there.',
    hint: 'Check that the stick or folder is there, and choose it again.',
  }),
  file_not_readable: ({ path }) => ({
    title: path ? `The file ${path} cannot be read.` : 'The file cannot be read.',
    hint: 'Check that you may read it, and that the stick or folder is still there.',
  }),
  file_gone_from_window: said(
    'This window no longer knows which file you chose.',
    'Choose the file again.',
  ),
  other_community: said(
    'This file belongs to another community. Nothing was brought in.',
    'Ask for a file from this one.',
  ),
  is_an_invitation: said(
    'This file is an invitation. It is for joining, not for bringing in.',
    'Give it to the person it is meant for.',
  ),
  not_an_invitation: said(
    'This Hearth file is not an invitation.',
    'Ask a member of the community to make an invitation for you.',
  ),
  invitation_does_not_hold: said(
    'This invitation cannot be used: it was used before, or it is not genuine.',
    'Ask a member of the community for a new one.',
  ),
  already_here: said(
    'This computer is in that community already.',
    'To bring in what others wrote, use a Hearth file that is not an invitation.',
  ),
  plan_changed: said(
    'Something was written since you looked at this file. Nothing was brought in.',
    'Look at what would change once more.',
  ),
};

/** Making files, and writing anywhere. */
const disk: Record<string, Sentence> = {
  disk_full: said(
    'There is no room on the disk. Nothing was changed.',
    'Make some room and try again.',
  ),
  folder_read_only: ({ path }) => ({
    title: path ? `Nothing may be written to ${path}.` : 'Nothing may be written there.',
    hint: 'Choose another folder, or ask whoever looks after this computer.',
  }),
  folder_not_there: ({ path }) => ({
    title: path ? `There is no folder for ${path}.` : 'The folder is not there.',
    hint: 'Check that the stick or folder is there.',
  }),
  file_not_written: ({ path }) => ({
    title: path ? `The file ${path} could not be written.` : 'The file could not be written.',
    hint: 'What was there before is still there. Check the disk, or choose another folder.',
  }),
  note_too_long: said('The note, or a name in the file, is too long.', 'Write a shorter note.'),
  too_much_to_give: said(
    'This is more than one Hearth file can hold.',
    'Give what is new since the last time instead of everything.',
  ),
  attachment_too_large: ({ size: bytes, limit }) => ({
    title:
      bytes && limit
        ? `This file has ${size(bytes)}; at most ${size(limit)} are kept with a lesson.`
        : 'This file is larger than is kept with a lesson.',
    hint: 'Make it smaller, or describe where it can be found.',
  }),
};

/** The community on this computer. */
const store: Record<string, Sentence> = {
  no_home: said(
    'This computer names no folder for your own data.',
    'Start Hearth with --home and a folder, or ask whoever looks after this computer.',
  ),
  no_community: said(
    'There is no community on this computer yet.',
    'Start one, join one with a file, or look around the example.',
  ),
  community_gone: ({ path }) => ({
    title: path ? `The community’s file is gone from ${path}.` : 'The community’s file is gone.',
    hint: 'Nothing new was put in its place. If it is on another disk, connect it and try again. Otherwise restore a backup.',
  }),
  already_open: said(
    'Hearth is already open here.',
    'Use the window that is open, or close it first.',
  ),
  read_only: said(
    'This community was written by a newer Hearth, so it can only be read here.',
    'Get the newer version to write in it.',
  ),
  store_busy: said(
    'Another program has been writing to this community for too long.',
    'Wait until it has finished, then try again.',
  ),
  store_damaged: said(
    'Some of this community’s file cannot be read. Hearth made no changes.',
    'Restore a backup, or bring in everything from another member.',
  ),
  change_damaged: said(
    'A change kept on this computer is no longer what its author signed. Hearth made no changes.',
    'Restore a backup, or bring in everything from another member.',
  ),
  store_not_opened: ({ path }) => ({
    title: path
      ? `The community’s file ${path} cannot be opened.`
      : 'The community’s file cannot be opened.',
    hint: 'Check that its folder may be read and written.',
  }),
  program_too_old: said(
    'This Hearth was built with an unsafe version of its database.',
    'Get a build from the makers of Hearth.',
  ),
  search_not_ready: said(
    'The search index cannot be used. Reading and writing work meanwhile.',
    'It is made anew from the lessons.',
  ),
  no_such_backup: said('This backup is no longer there.', 'Look at the list of backups again.'),
  restore_over_existing: said(
    'This computer holds that community already.',
    'What is there can be moved aside first.',
  ),
};

/** People, keys and rights. */
const people: Record<string, Sentence> = {
  not_entitled: said(
    'Your role does not include this.',
    'Ask a facilitator of the community to do it, or to give you the role.',
  ),
  device_revoked: said(
    'This computer’s right to write here was taken back.',
    'Ask a facilitator of the community.',
  ),
  no_key: said(
    'This computer has no key for the community: it can read, not write.',
    'Ask for an invitation, or use the recovery words.',
  ),
  key_damaged: ({ path }) => ({
    title: path ? `The key in ${path} cannot be used.` : 'The key on this computer cannot be used.',
    hint: 'Put the key back from a copy, or ask for an invitation for a new one.',
  }),
  wrong_recovery_words: said(
    'These are not the recovery words of this community.',
    'Check every word and their order.',
  ),
  no_such_member: ({ name }) => ({
    title: name ? `Nobody here is called ${name}.` : 'Nobody here has that name.',
    hint: 'Check the spelling.',
  }),
  ambiguous_member: ({ name }) => ({
    title: name ? `More than one member is called ${name}.` : 'More than one member has that name.',
    hint: 'Choose by the four words of their key.',
  }),
  unknown_role: said('Nobody can be invited in that role.', 'Choose observer or practitioner.'),
};

/** Lessons, links, drafts and exchanges. */
const lessons: Record<string, Sentence> = {
  not_found: said(
    'This lesson is not on this computer yet',
    'It may arrive with the next file that somebody gives you.',
  ),
  ambiguous_lesson: said('More than one lesson fits.', 'Search for its title instead.'),
  lesson_too_large: said(
    'This lesson is longer than one lesson may be.',
    'Divide it, and link the parts.',
  ),
  title_missing: said(
    'Give it a title first, even a rough one.',
    'A few words are enough; the title can be changed later.',
  ),
  title_too_long: ({ characters }) => ({
    title: characters
      ? `The title has ${count(characters)} characters; at most 200 are kept.`
      : 'The title is too long; at most 200 characters are kept.',
    hint: 'Say the rest in the text.',
  }),
  title_has_control: said(
    'The title holds a line break or another character that cannot be shown.',
    'Write it on one line.',
  ),
  name_missing: said('A name is missing.', 'Write one; it need not be the official one.'),
  name_too_long: ({ characters }) => ({
    title: characters
      ? `The name has ${count(characters)} characters; at most 200 are kept.`
      : 'The name is too long; at most 200 characters are kept.',
    hint: 'Write a shorter one.',
  }),
  name_has_control: said(
    'The name holds a line break or another character that cannot be shown.',
    'Write it on one line.',
  ),
  no_such_revision: said('This lesson has no such revision here.', 'Look at its history again.'),
  no_such_link: said('There is no such link.', 'Open the lesson again to see its links.'),
  link_circle: said(
    'This link would lead in a circle.',
    'Take another link back first, or choose another kind of link.',
  ),
  no_such_draft: said(
    'This draft is no longer there.',
    'It was published or discarded. Look for it among the lessons.',
  ),
  draft_not_readable: said(
    'This draft was saved by another version of Hearth and cannot be read.',
    'Open it with that version.',
  ),
  no_such_exchange: said(
    'There is nothing of that kind to undo.',
    'Look at the history of what was brought in.',
  ),
  already_undone: said('This was undone already.', 'To have it again, bring the file in again.'),
  too_late_to_undo: ({ days }) => ({
    title: days
      ? `This was more than ${days} days ago and can no longer be undone.`
      : 'This was too long ago and can no longer be undone.',
    hint: 'Withdraw single lessons instead.',
  }),
};

/** The window itself. */
const shell: Record<string, Sentence> = {
  link_not_opened: said('The link could not be opened.', 'Copy it into your browser.'),
  link_refused: said('This kind of link is not opened.', 'Only links to the web and to mail are.'),
  unknown_command: said(
    'The window asked for something that the engine does not know.',
    'They may be of different versions: start Hearth again.',
  ),
  bad_arguments: said(
    'The window asked in a way that the engine does not understand.',
    'They may be of different versions: start Hearth again.',
  ),
  stopped: said('Stopped. Everything is as it was before.', 'Start again whenever you like.'),
  unexpected: said(
    'Something went wrong. Nothing was lost.',
    'Try again. If it comes back, copy the details for somebody who can help.',
  ),
};

export const errors: Record<string, Sentence> = {
  ...files,
  ...disk,
  ...store,
  ...people,
  ...lessons,
  ...shell,
};

export const notices: Record<string, (params: Params) => string> = {
  index_rebuilding: () => 'Rebuilding the search index. Reading and writing work meanwhile.',
  index_rebuilt: () => 'The search index was made anew from the lessons.',
  closed_unexpectedly: () => 'Hearth closed unexpectedly. What you wrote is kept as a draft.',
  no_key: () => 'This computer has no key for the community. You can read here, not write.',
  read_only: () =>
    'This community was written by a newer Hearth. You can read and give it, not write in it.',
};
