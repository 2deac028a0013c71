//! Links between imported lessons, made when all lessons are there.

use hearth_core::{BulkLink, CoreError};

use super::account::MissingLink;
use super::{BATCH, Intake, OWN_SYSTEM, is_about_the_record};

impl Intake<'_> {
    pub(super) fn write_links(&mut self) -> Result<(), CoreError> {
        let all = std::mem::take(&mut self.links);
        // The systems stay known: a link may lead from one to another.
        self.links = all
            .keys()
            .map(|system| (system.clone(), Default::default()))
            .collect();
        let total = all.values().map(|links| links.len() as u64).sum();
        let mut n_done = 0_u64;
        for (system, links) in all {
            let links = Vec::from_iter(links);
            for batch in links.chunks(BATCH) {
                self.progress.update("links", n_done, total)?;
                self.write_batch(&system, batch)?;
                n_done = n_done.saturating_add(batch.len() as u64);
            }
        }
        Ok(())
    }

    /// Writes links; when one of them cannot be made, all others are.
    fn write_batch(&mut self, system: &str, links: &[BulkLink]) -> Result<(), CoreError> {
        let written = if system == OWN_SYSTEM {
            Ok((0, links.iter().collect()))
        } else {
            self.hearth.import_links(system, links)
        };
        match written {
            Ok((n_new, missing)) => {
                self.account.n_links = self.account.n_links.saturating_add(n_new);
                missing
                    .into_iter()
                    .try_for_each(|link| self.link_across(system, link))
            }
            Err(error) if is_about_the_record(&error) => match links {
                [] => Ok(()),
                [one] => {
                    self.account.miss_link(missing_link(one));
                    Ok(())
                }
                several => {
                    let (first, second) = several.split_at(several.len() / 2);
                    self.write_batch(system, first)?;
                    self.write_batch(system, second)
                }
            },
            Err(error) => Err(error),
        }
    }

    /// Links lessons whose ids are not in one foreign system.
    fn link_across(&mut self, system: &str, link: &BulkLink) -> Result<(), CoreError> {
        let source = self.resolve(system, &link.source)?;
        let target = self.resolve(system, &link.target)?;
        let Some((source, target)) = source.zip(target) else {
            self.account.miss_link(missing_link(link));
            return Ok(());
        };
        let is_new = !self
            .hearth
            .links_of(source)?
            .iter()
            .any(|row| (row.source, row.kind, row.target) == (source, link.kind, target));
        match self.hearth.link(source, link.kind, target) {
            Ok(_) => self.account.n_links = self.account.n_links.saturating_add(is_new.into()),
            Err(error) if is_about_the_record(&error) => {
                self.account.miss_link(missing_link(link));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

fn missing_link(link: &BulkLink) -> MissingLink {
    MissingLink {
        source: link.source.clone(),
        kind: link.kind.name(),
        target: link.target.clone(),
    }
}
