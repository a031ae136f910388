//! A temporary folder in which a shell finds the program as `credits`, copies of `tests/tables/`, and no settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub struct Sandbox {
    folder: TempDir,
    prices: Option<String>,
}

pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Sandbox {
    /// Every command in the sandbox uses this price table, or the built-in one.
    pub fn new(prices: Option<&str>) -> Sandbox {
        let folder = tempfile::tempdir().unwrap();
        let built = PathBuf::from(env!("CARGO_BIN_EXE_credits"));
        let program = std::env::var_os("CREDITS_BINARY").map_or(built, PathBuf::from);
        for name in ["bin", "home", "work"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        std::os::unix::fs::symlink(fs::canonicalize(program).unwrap(), folder.path().join("bin/credits")).unwrap();
        copy(Path::new("tests/tables"), &folder.path().join("work"));
        Sandbox { folder, prices: prices.map(str::to_owned) }
    }

    pub fn sh(&self, command: &str) -> Run {
        self.run("sh", command)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join("work").join(name), content).unwrap();
    }

    /// Runs a command line. A program that uses 30 seconds of processor time is ended.
    pub fn run(&self, shell: &str, command: &str) -> Run {
        let folder = self.folder.path();
        let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap());
        let output = Command::new(shell)
            .args(["-c", &format!("ulimit -t 30\n{command}")])
            .current_dir(folder.join("work"))
            .env_clear()
            .envs([("PATH", path.as_str()), ("LC_ALL", "C"), ("TZ", "UTC"), ("TERM", "dumb")])
            .env("SOURCE_DATE_EPOCH", "1795305600") // 2026-11-22
            .envs([("HOME", folder.join("home")), ("XDG_CONFIG_HOME", folder.join("home"))])
            .envs(self.prices.as_ref().map(|prices| ("CREDITS_PRICING", prices)))
            .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        // The folder has another name in every run.
        let text = |bytes| {
            let text = String::from_utf8(bytes).unwrap_or_else(|error| panic!("{command}: {error}"));
            text.replace(folder.to_str().unwrap(), "/tmp/sandbox")
        };
        Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap_or(-1) }
    }
}

/// Whether a command is on this machine; says so where it isn't.
pub fn has(tool: &str) -> bool {
    let there = Command::new("sh").args(["-c", &format!("command -v {tool}")]).stdout(Stdio::null()).status().unwrap();
    if !there.success() {
        println!("skipped: {tool} isn't installed");
    }
    there.success()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
