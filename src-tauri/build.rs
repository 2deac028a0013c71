//! Compiles the configuration, the capability file and the icons into the program.

fn main() {
    tauri_build::build();
}
