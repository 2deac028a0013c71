//! Files that the person chose. The page holds tokens and never sees a path.

use std::path::{Path, PathBuf};

use super::{App, Event, NoArguments, State, Wanted};
use crate::error::{ApiError, Code};
use crate::show::ms;
use crate::wire::exchange::ChosenFile;

impl App {
    /// Asks for a Hearth file to bring in.
    ///
    /// # Errors
    /// What is wrong with the file at first sight.
    pub fn choose_bundle(
        &self,
        NoArguments {}: NoArguments,
    ) -> Result<Option<ChosenFile>, ApiError> {
        self.choose(Wanted::Bundle)
    }

    /// Asks for an invitation.
    ///
    /// # Errors
    /// What is wrong with the file at first sight.
    pub fn choose_invitation(
        &self,
        NoArguments {}: NoArguments,
    ) -> Result<Option<ChosenFile>, ApiError> {
        self.choose(Wanted::Invitation)
    }

    fn choose(&self, wanted: Wanted) -> Result<Option<ChosenFile>, ApiError> {
        let Some(path) = self.shell.choose_open(wanted) else {
            return Ok(None);
        };
        self.state().hold(path).map(Some)
    }

    /// Offers a file that was dropped on the window or opened from the desktop: at once, or as soon
    /// as the page has asked for the status.
    ///
    /// # Errors
    /// What is wrong with the file at first sight.
    pub fn offer(&self, path: &Path) -> Result<(), ApiError> {
        let mut state = self.state();
        let file = state.hold(path.to_owned())?;
        if state.page_is_there {
            drop(state);
            self.shell.send(Event::FileOffered(file));
        } else {
            state.waiting.push(file.token);
        }
        Ok(())
    }

    /// Follows a link that was opened outside the window: at once, or as soon as the page has asked
    /// for the status.
    pub fn follow(&self, link: &str) {
        let mut state = self.state();
        if state.page_is_there {
            drop(state);
            self.shell.send(Event::LinkFollowed(link.to_owned()));
        } else {
            state.links.push(link.to_owned());
        }
    }

    /// Offers what was handed over before the page was there.
    pub(super) fn offer_waiting(&self) {
        let mut state = self.state();
        state.page_is_there = true;
        let waiting = std::mem::take(&mut state.waiting);
        let files = waiting.iter().filter_map(|token| state.chosen_file(token));
        let files: Vec<ChosenFile> = files.collect();
        let links = std::mem::take(&mut state.links);
        drop(state);
        for file in files {
            self.shell.send(Event::FileOffered(file));
        }
        for link in links {
            self.shell.send(Event::LinkFollowed(link));
        }
    }
}

impl State {
    /// Holds a file under a new token.
    fn hold(&mut self, path: PathBuf) -> Result<ChosenFile, ApiError> {
        let metadata = path
            .metadata()
            .map_err(|error| ApiError::reading(&path, &error))?;
        if metadata.is_dir() {
            return Err(ApiError::new(Code::FileNotHearth));
        }
        let random: [u8; 16] = (self.environments)().random();
        let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        self.chosen.insert(token.clone(), path);
        self.chosen_file(&token)
            .ok_or_else(|| ApiError::new(Code::FileGoneFromWindow))
    }

    fn chosen_file(&self, token: &str) -> Option<ChosenFile> {
        let path = self.chosen.get(token)?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some(ChosenFile {
            token: token.to_owned(),
            name,
            size: path.metadata().map_or(0, |metadata| ms(metadata.len())),
        })
    }

    /// Where the file of a token is.
    pub(super) fn path_of(&self, token: &str) -> Result<PathBuf, ApiError> {
        let path = self.chosen.get(token).cloned();
        path.ok_or_else(|| ApiError::new(Code::FileGoneFromWindow))
    }
}
