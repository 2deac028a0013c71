//! The first minute, and what the window asks before it draws anything.

use hearth_core::Hearth;
use hearth_core::model::text::Title;
use hearth_text::markdown::{LinkTarget, link_target};

use super::{App, Event, Joining, LinkToOpen, NewCommunity, NoArguments, State, config};
use crate::convert::example;
use crate::error::{ApiError, Code};
use crate::show;
use crate::wire::check::CheckReport;
use crate::wire::status::{AppStatus, FoundCommunity, Notice};

impl App {
    /// Says what state this machine is in, and offers what waits.
    ///
    /// # Errors
    /// What is wrong with the community in use.
    pub fn app_status(&self, NoArguments {}: NoArguments) -> Result<AppStatus, ApiError> {
        let status = self.state().status()?;
        self.offer_waiting();
        Ok(status)
    }

    /// Makes the example community and opens it.
    ///
    /// # Errors
    /// What the file system says.
    pub fn start_example(&self, NoArguments {}: NoArguments) -> Result<AppStatus, ApiError> {
        self.enter(|state| {
            let script = example::highland_wells();
            Ok(Hearth::example(
                &state.home,
                (state.environments)(),
                &script,
            )?)
        })
    }

    /// Founds a community and opens it.
    ///
    /// # Errors
    /// [`Code::NameMissing`] and its like; what the file system says.
    pub fn found_community(&self, args: NewCommunity) -> Result<FoundCommunity, ApiError> {
        let NewCommunity { name, person } = args;
        for text in [&name, &person] {
            Title::parse(text).map_err(ApiError::name)?;
        }
        let mut recovery_words = String::new();
        let status = self.enter(|state| {
            let founded = Hearth::found(&state.home, (state.environments)(), &name, &person, "")?;
            recovery_words = founded.recovery_words;
            Ok(founded.hearth)
        })?;
        Ok(FoundCommunity {
            status,
            recovery_words,
        })
    }

    /// Joins a community by an invitation and opens it.
    ///
    /// # Errors
    /// What is wrong with the invitation.
    pub fn join_community(&self, args: Joining) -> Result<AppStatus, ApiError> {
        let Joining { token, person } = args;
        Title::parse(&person).map_err(ApiError::name)?;
        self.enter(|state| {
            let path = state.path_of(&token)?;
            let environment = (state.environments)();
            Ok(Hearth::join(&state.home, environment, &path, &person)?)
        })
    }

    /// Opens the community that `begin` makes, in place of the one that was open.
    pub(super) fn enter(
        &self,
        begin: impl FnOnce(&mut State) -> Result<Hearth, ApiError>,
    ) -> Result<AppStatus, ApiError> {
        let mut state = self.state();
        let hearth = begin(&mut state)?;
        state.hearth = Some(hearth);
        state.plans.clear();
        let status = state.status()?;
        drop(state);
        self.shell.send(Event::Changed { lessons: vec![] });
        Ok(status)
    }

    /// Opens a link that the person has confirmed. Only what a lesson may link to is opened.
    ///
    /// # Errors
    /// [`Code::LinkRefused`], [`Code::LinkNotOpened`].
    pub fn open_link(&self, LinkToOpen { url }: LinkToOpen) -> Result<(), ApiError> {
        let address = match link_target(&url) {
            LinkTarget::Web { url, host: _ } => url,
            LinkTarget::Mail { address } => format!("mailto:{address}"),
            LinkTarget::Lesson { .. } | LinkTarget::Anchor { .. } | LinkTarget::Blocked { .. } => {
                return Err(ApiError::with(Code::LinkRefused, [("url", url)]));
            }
        };
        self.shell.open_link(&address).map_err(|error| {
            ApiError::with(Code::LinkNotOpened, [("url", address)]).with_detail(&error)
        })
    }

    /// Reads every byte of the community and says whether all is well.
    ///
    /// # Errors
    /// What the store says when it cannot be read at all.
    pub fn check(&self, NoArguments {}: NoArguments) -> Result<CheckReport, ApiError> {
        self.in_community(|hearth| Ok(show::check(hearth.check()?)))
    }
}

impl State {
    fn status(&mut self) -> Result<AppStatus, ApiError> {
        let mut status = AppStatus {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            community: None,
            me: None,
            read_only: false,
            settings: config::settings(&self.home),
            notices: vec![],
        };
        let hearth = match self.hearth() {
            Ok(hearth) => hearth,
            Err(error) if error.code == Code::NoCommunity => return Ok(status),
            Err(error) => return Err(error),
        };
        status.community = Some(show::community(hearth)?);
        status.me = show::me(hearth)?;
        status.read_only = hearth.is_read_only();
        status.notices = notices(hearth);
        Ok(status)
    }
}

fn notices(hearth: &Hearth) -> Vec<Notice> {
    let notice = |code: Code| Notice {
        code: code.name().to_owned(),
        params: [].into(),
        message: ApiError::new(code).message,
    };
    let mut notices = Vec::new();
    if hearth.is_read_only() {
        notices.push(notice(Code::StoreNewer));
    } else if hearth.identity().is_none() {
        notices.push(notice(Code::NoKey));
    }
    notices
}
