//! Packs a module for the self-contained files: `lzma FROM TO`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use lzma_rust2::{EncodeMode, LzmaOptions, LzmaWriter, MfType};

/// The strongest; measured: these contexts suit the code of wasm best.
fn options() -> LzmaOptions {
    LzmaOptions {
        dict_size: 1 << 22,
        lc: 4,
        lp: 0,
        pb: 0,
        mode: EncodeMode::Normal,
        nice_len: 273,
        mf: MfType::Bt4,
        depth_limit: 1024,
        preset_dict: None,
    }
}

/// `bytes` as a `.lzma` file that states its size.
fn packed(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let size = u64::try_from(bytes.len())?;
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options(), Some(size))?;
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        eprintln!("usage: lzma FROM TO");
        return ExitCode::from(2);
    };
    let done = std::fs::read(&from).map_err(Into::into).and_then(|b| packed(&b));
    match done.and_then(|bytes| std::fs::write(to, bytes).map_err(Into::into)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot pack {}: {error}", from.display());
            ExitCode::FAILURE
        }
    }
}
