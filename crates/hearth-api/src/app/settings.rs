//! What was chosen for this machine, and what is kept on it.

use super::{App, ChosenSettings, NoArguments, config};
use crate::core::{KeptFile as File, Purpose};
use crate::error::{ApiError, Code};
use crate::wire::settings::{FilePurpose, KeptFile};
use crate::wire::status::Theme;

impl App {
    /// Keeps what was chosen for this machine.
    ///
    /// # Errors
    /// What the file system says.
    pub fn set_settings(
        &self,
        ChosenSettings { settings }: ChosenSettings,
    ) -> Result<(), ApiError> {
        config::keep(&self.state().home, &settings)
    }

    /// The theme to draw the window in before the page is there.
    pub fn theme(&self) -> Theme {
        config::settings(&self.state().home).theme
    }

    /// Lists every file that Hearth keeps on this machine.
    ///
    /// # Errors
    /// What the file system says.
    pub fn kept_files(&self, NoArguments {}: NoArguments) -> Result<Vec<KeptFile>, ApiError> {
        let files = self.state().home.files()?;
        Ok(files.into_iter().map(show).collect())
    }

    /// Shows the folder that holds all of them.
    ///
    /// # Errors
    /// [`Code::LinkNotOpened`].
    pub fn open_home(&self, NoArguments {}: NoArguments) -> Result<(), ApiError> {
        let folder = self.state().home.path().display().to_string();
        self.shell.open_link(&folder).map_err(|error| {
            ApiError::with(Code::LinkNotOpened, [("url", folder)]).with_detail(&error)
        })
    }
}

fn show(file: File) -> KeptFile {
    let File {
        path,
        size,
        purpose,
    } = file;
    KeptFile {
        path: path.display().to_string(),
        size,
        purpose: match purpose {
            Purpose::Community => FilePurpose::Community,
            Purpose::Index => FilePurpose::Index,
            Purpose::Backup => FilePurpose::Backup,
            Purpose::Key => FilePurpose::Key,
            Purpose::Settings => FilePurpose::Settings,
            Purpose::Note => FilePurpose::Note,
            Purpose::Unknown => FilePurpose::Unknown,
        },
    }
}
