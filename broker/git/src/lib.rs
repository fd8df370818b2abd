//! The template repository: the only code of the broker that touches Git.
//!
//! There is one bare repository per installation. Branch heads are columns of the database; the refs in the
//! repository are exported from them ([`Repo::set_branch`]), so everything here works with commit ids.
//!
//! * [`Repo`] opens or creates the repository and hands out pooled handles to threads.
//! * [`Repo::import_directory`] turns a directory into a commit without any checkout.
//! * [`Repo::tree`] gives the files of one commit. A [`Tree`] is immutable, lookups in it take no lock, and
//!   directories that commits have in common are shared in memory.
//! * [`Repo::receive`] takes in a pack that somebody sends, checks it in a quarantine and accepts it.
//! * [`Repo::upload_pack`] answers who fetches; [`protocol`] is what both speak on the wire.
//! * [`Repo::merge`] makes a merge commit in memory; [`Repo::changed_paths`] tells under which names files differ.
//!
//! * [`Repo::keep_up`] packs what many pushes have left.
//!
//! Hooks and garbage collection never run. The `git` program runs for few things only, with fixed arguments and an
//! environment of its own: `index-pack`, `upload-pack`, `pack-objects` and `prune-packed`.

mod blobs;
mod cache;
mod diff;
mod error;
mod gather;
mod history;
mod id;
mod import;
mod incoming;
mod merge;
mod name;
mod node;
mod pool;
mod process;
pub mod protocol;
mod refs;
mod repo;
mod tree;
mod upkeep;
mod upload;

pub use diff::{Change, ChangedFile};
pub use error::GitError;
pub use history::CommitInfo;
pub use id::{BlobId, CommitId};
pub use import::Author;
pub use incoming::{BundleHeader, Checked, Incoming, Limits, NewTemplate, ReceiveError, Receiver};
pub use merge::Merge;
pub use name::BranchName;
pub use repo::Repo;
pub use tree::{TemplateText, Tree};
pub use upkeep::{Kept, Upkeep};
pub use upload::{Upload, UploadPack};
