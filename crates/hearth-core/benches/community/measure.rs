//! Wall time, processor time, memory, and how figures are written.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Wall and processor time since a moment.
pub(crate) struct Spent {
    wall: Instant,
    cpu: Duration,
}

impl Spent {
    pub(crate) fn now() -> Self {
        Self {
            wall: Instant::now(),
            cpu: cpu_time(),
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.wall.elapsed()
    }

    pub(crate) fn row(&self, work: &str, figure: &str) {
        let cpu = cpu_time() - self.cpu;
        println!(
            "| {work} | {:.2} s {figure} | {:.2} s |",
            self.wall.elapsed().as_secs_f64(),
            cpu.as_secs_f64()
        );
    }
}

/// User and system time of this process, from /proc; zero elsewhere.
fn cpu_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}

/// One line of /proc/self/status in megabytes; zero elsewhere.
fn status_mb(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1_000
}

/// Watches how much memory this process has for itself; files that are mapped are not counted,
/// because the system takes those back whenever it wants.
pub(crate) struct Memory(Arc<AtomicU64>);

impl Memory {
    pub(crate) fn watch() -> Self {
        let peak = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&peak);
        thread::spawn(move || {
            loop {
                seen.fetch_max(status_mb("RssAnon"), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(20));
            }
        });
        Self(peak)
    }

    pub(crate) fn row(&self, phase: &str) {
        let (own, all) = (self.0.load(Ordering::Relaxed), status_mb("VmHWM"));
        println!(
            "| {phase}: memory at its highest | {own} MB of its own, {all} MB with mapped files | |"
        );
    }
}

pub(crate) fn rate(n: usize, time: Duration) -> String {
    format!("({:.0}/s)", n as f64 / time.as_secs_f64())
}

pub(crate) fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1_000.0;
    format!("median {:.2} ms, p99 {:.2} ms", at(0.5), at(0.99))
}

pub(crate) fn size(path: &Path) -> u64 {
    if path.is_file() {
        return path.metadata().unwrap().len();
    }
    fs::read_dir(path)
        .unwrap()
        .map(|entry| size(&entry.unwrap().path()))
        .sum()
}
