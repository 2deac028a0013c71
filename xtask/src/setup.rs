//! What a fresh machine lacks: system packages, Node, npm packages. Installed where the platform has them and we may; otherwise listed with the exact
//! line to type.

use std::fs;
use std::time::SystemTime;

use crate::failure::Failure;
use crate::program::{Program, is_installed};
use crate::workspace;

/// What the window links to, on Debian and Ubuntu.
const WINDOW: &[&str] = &["pkg-config", "libwebkit2gtk-4.1-dev"];

/// What the browser and window tests drive, on Debian and Ubuntu.
const TESTS: &[&str] = &["webkit2gtk-driver", "xvfb"];

/// What a task is about to need.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    Window,
    Tests,
}

/// Installs the system packages that are missing.
///
/// # Errors
/// `Needs` with what to type, where this task may not install them itself.
pub(crate) fn system_packages(purpose: For) -> Result<(), Failure> {
    if cfg!(target_os = "macos") {
        return mac();
    }
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if is_installed("dpkg-query") && is_installed("apt-get") {
        return debian(purpose);
    }
    other_linux(purpose)
}

fn debian(purpose: For) -> Result<(), Failure> {
    let wanted = WINDOW.iter().chain(match purpose {
        For::Window => &[],
        For::Tests => TESTS,
    });
    let missing: Vec<&str> = wanted.copied().filter(|name| !has_package(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    );
    let Some(prefix) = root_prefix() else {
        return Err(Failure::Needs(format!(
            "Hearth's window needs packages that only an administrator can install. Run\n\n    sudo {line}\n\nand then this task again."
        )));
    };
    println!("These packages are missing: {}", missing.join(", "));
    as_root(prefix, "apt-get update").run()?;
    as_root(prefix, &line)
        .set("DEBIAN_FRONTEND", "noninteractive")
        .run()
}

fn has_package(name: &str) -> bool {
    let status = Program::new("dpkg-query")
        .words("-W -f ${Status}")
        .word(name)
        .read();
    status.is_ok_and(|text| text.contains("install ok installed"))
}

/// Returns what to put before a command that needs root, or nothing when we may not.
fn root_prefix() -> Option<&'static [&'static str]> {
    let id = Program::new("id").word("-u").read().ok()?;
    if id.trim() == "0" {
        return Some(&[]);
    }
    let may = is_installed("sudo") && Program::new("sudo").words("-n true").succeeds();
    may.then_some(&["sudo", "-n", "-E"])
}

fn as_root(prefix: &[&str], line: &str) -> Program {
    let mut words = prefix.iter().copied().chain(line.split_whitespace());
    let first = words.next().unwrap_or("true");
    words.fold(Program::new(first), Program::word)
}

fn other_linux(purpose: For) -> Result<(), Failure> {
    let has_window = Program::new("pkg-config")
        .words("--exists webkit2gtk-4.1")
        .succeeds();
    let has_tests = is_installed("WebKitWebDriver") && is_installed("Xvfb");
    if has_window && (purpose == For::Window || has_tests) {
        return Ok(());
    }
    Err(Failure::Needs(
        "Hearth's window needs WebKitGTK 4.1 with its headers, and its tests need WebKitWebDriver and Xvfb. Run the line of your system\n\n    \
         Fedora    sudo dnf install gcc pkgconf webkit2gtk4.1-devel xorg-x11-server-Xvfb\n    \
         Arch      sudo pacman -S --needed base-devel webkit2gtk-4.1 xorg-server-xvfb\n    \
         openSUSE  sudo zypper install gcc pkg-config webkit2gtk3-devel xorg-x11-server-Xvfb\n\n\
         and then this task again."
            .to_owned(),
    ))
}

fn mac() -> Result<(), Failure> {
    if Program::new("xcode-select").word("-p").succeeds() {
        return Ok(());
    }
    Err(Failure::Needs(
        "Hearth needs Apple's command line tools. Run\n\n    xcode-select --install\n\nand then this task again.".to_owned(),
    ))
}

/// Installs the npm packages of the page, when the lock file is newer than what is installed.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub(crate) fn npm_packages() -> Result<(), Failure> {
    check_node()?;
    let ui = workspace::root().join("ui");
    let modified =
        |name: &str| -> Option<SystemTime> { fs::metadata(ui.join(name)).ok()?.modified().ok() };
    let installed = modified("node_modules/.package-lock.json");
    if installed.is_some() && installed >= modified("package-lock.json") {
        return Ok(());
    }
    Program::npm().words("ci --no-audit --no-fund").run()
}

/// Builds the page into `ui/dist`.
///
/// # Errors
/// When the packages cannot be installed or the build fails.
pub(crate) fn build_page() -> Result<(), Failure> {
    npm_packages()?;
    Program::npm().words("run build").run()
}

/// The oldest Node that the page's tools run on.
const NODE: (u32, u32) = (20, 19);

fn check_node() -> Result<(), Failure> {
    let found = Program::new("node").word("--version").read().ok();
    match found.as_deref().map(node_version) {
        Some(Some(version)) if version >= NODE => Ok(()),
        _ => Err(Failure::Needs(format!(
            "The page is built with Node {}.{} or newer; here is {}. Run the line of your system\n\n    \
             Debian    sudo apt-get install nodejs npm     (13 or newer; before that, from nodejs.org)\n    \
             Fedora    sudo dnf install nodejs\n    \
             Arch      sudo pacman -S --needed nodejs npm\n    \
             macOS     brew install node\n    \
             Windows   winget install OpenJS.NodeJS.LTS\n\n\
             and then this task again.",
            NODE.0,
            NODE.1,
            found.as_deref().map_or("none", str::trim)
        ))),
    }
}

fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_by_number() {
        assert!(node_version("v20.20.2\n") >= Some(NODE));
        assert!(node_version("v20.9.0") < Some(NODE));
        assert!(node_version("v18.20.4") < Some(NODE));
        assert_eq!(node_version("none"), None);
    }

    #[test]
    fn root_needs_no_prefix_and_others_do() {
        assert_eq!(as_root(&[], "apt-get update").to_string(), "apt-get update");
        let asked = as_root(&["sudo", "-n"], "apt-get update");
        assert_eq!(asked.to_string(), "sudo -n apt-get update");
    }
}
