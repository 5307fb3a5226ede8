//! Lists the committed fuzz seeds, so that tests without files can run them.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut list =
        String::from("/// Every seed, by folder and name.\npub static SEEDS: &[Seed] = &[\n");
    for target in names(&folder)? {
        for seed in names(&folder.join(&target))? {
            let path = folder.join(&target).join(&seed).display().to_string();
            let _ = writeln!(list, "    ({target:?}, {seed:?}, include_bytes!({path:?})),");
        }
    }
    list.push_str("];\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("seeds.rs"), list)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let name = |entry: io::Result<fs::DirEntry>| {
        entry.map(|found| found.file_name().to_string_lossy().into_owned())
    };
    let mut names = fs::read_dir(folder)?.map(name).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}
