//! The blocks that contain blocks, while they are open.
//!
//! Depth is bounded here: what is opened beyond the limit is noted and its content joins the
//! container around it. Paragraphs, code and tables are [`super::block`]'s.

use std::collections::BTreeMap;

use super::MAX_BLOCK_DEPTH;
use super::node::{Block, Document, ListItem};

/// An open container.
pub(super) enum Frame {
    Quote(Vec<Block>),
    List(List),
    Item(Item),
    Footnote { label: String, blocks: Vec<Block> },
}

pub(super) struct List {
    start: Option<u32>,
    tight: bool,
    items: Vec<ListItem>,
}

#[derive(Default)]
pub(super) struct Item {
    checked: Option<bool>,
    /// Holds a paragraph that the parser wrapped, which it does in loose lists only.
    loose: bool,
    blocks: Vec<Block>,
}

impl Frame {
    pub(super) fn quote() -> Self {
        Frame::Quote(Vec::new())
    }

    pub(super) fn list(start: Option<u64>) -> Self {
        let start = start.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        Frame::List(List {
            start,
            tight: true,
            items: Vec::new(),
        })
    }

    pub(super) fn item() -> Self {
        Frame::Item(Item::default())
    }

    pub(super) fn footnote(label: String) -> Self {
        Frame::Footnote {
            label,
            blocks: Vec::new(),
        }
    }

    /// A list opens only where its items may too, so an item always finds its list.
    fn levels(&self) -> usize {
        match self {
            Frame::List(_) => 2,
            Frame::Quote(_) | Frame::Item(_) | Frame::Footnote { .. } => 1,
        }
    }
}

/// Open containers, and what is finished outside them.
#[derive(Default)]
pub(super) struct Frames {
    blocks: Vec<Block>,
    open: Vec<Frame>,
    /// Containers opened beyond the depth limit; they are always the innermost ones.
    flattened: usize,
    footnotes: Vec<(String, Vec<Block>)>,
    numbers: BTreeMap<String, u32>,
}

impl Frames {
    pub(super) fn open(&mut self, frame: Frame) {
        let fits = self.open.len().saturating_add(frame.levels()) <= MAX_BLOCK_DEPTH;
        if self.flattened == 0 && fits {
            self.open.push(frame);
        } else {
            self.flattened = self.flattened.saturating_add(1);
        }
    }

    pub(super) fn close(&mut self) {
        if let Some(fewer) = self.flattened.checked_sub(1) {
            self.flattened = fewer;
            return;
        }
        match self.open.pop() {
            Some(Frame::Quote(blocks)) => self.push(Block::Quote { blocks }),
            Some(Frame::List(List {
                start,
                tight,
                items,
            })) => {
                self.push(Block::List {
                    start,
                    tight,
                    items,
                });
            }
            Some(Frame::Item(item)) => self.push_item(item),
            Some(Frame::Footnote { label, blocks }) => self.footnotes.push((label, blocks)),
            None => {}
        }
    }

    pub(super) fn push(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(Frame::Quote(blocks) | Frame::Footnote { blocks, .. }) => blocks.push(block),
            Some(Frame::Item(item)) => item.blocks.push(block),
            // The parser puts nothing but items into a list.
            Some(Frame::List(list)) => {
                list.items.push(ListItem {
                    checked: None,
                    blocks: vec![block],
                });
            }
            None => self.blocks.push(block),
        }
    }

    fn push_item(
        &mut self,
        Item {
            checked,
            loose,
            blocks,
        }: Item,
    ) {
        if let Some(Frame::List(list)) = self.open.last_mut() {
            list.tight &= !loose;
            list.items.push(ListItem { checked, blocks });
        }
    }

    /// The item that words would directly belong to.
    fn item(&mut self) -> Option<&mut Item> {
        match self.open.last_mut() {
            Some(Frame::Item(item)) if self.flattened == 0 => Some(item),
            _ => None,
        }
    }

    /// Notes a paragraph that the parser wrapped.
    pub(super) fn loosen(&mut self) {
        if let Some(item) = self.item() {
            item.loose = true;
        }
    }

    /// Notes the state of a check box.
    pub(super) fn check(&mut self, checked: bool) {
        if let Some(item) = self.item() {
            item.checked = Some(checked);
        }
    }

    /// The number of a footnote: its place in the order of first mention.
    pub(super) fn number(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.numbers.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        *self.numbers.entry(label.to_lowercase()).or_insert(next)
    }

    pub(super) fn finish(mut self) -> Document {
        while !self.open.is_empty() || self.flattened > 0 {
            self.close();
        }
        let mut footnotes = Vec::with_capacity(self.footnotes.len());
        for (label, blocks) in std::mem::take(&mut self.footnotes) {
            footnotes.push((self.number(&label), label, blocks));
        }
        footnotes.sort_by_key(|(number, ..)| *number);
        let footnotes = footnotes
            .into_iter()
            .map(|(number, label, blocks)| Block::Footnote {
                label,
                number,
                blocks,
            });
        self.blocks.extend(footnotes);
        Document {
            blocks: self.blocks,
        }
    }
}
