//! Disks of a machine.

/// A disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disk {
    /// Device name: `sda`, `c0d0`.
    pub device: String,
    /// Capacity in gigabytes.
    pub capacity: u64,
    /// Controller type: `sas`, `cciss`.
    pub controller: String,
    /// The machine boots from it.
    pub bootable: bool,
    /// World-wide name.
    pub wwn: Option<String>,
    /// SCSI address.
    pub address: Option<String>,
    /// Bus address.
    pub bus: Option<String>,
    /// Snapshots allowed; virtual disks only.
    pub snapshotable: Option<bool>,
    /// Limit of operations per second; virtual disks only.
    pub iops_limit: Option<u32>,
    /// Storage policy; virtual disks only.
    pub vsan_policy_key: Option<String>,
    /// Technology: `ssd`, `hdd`.
    pub technology: Option<String>,
    /// What the disk is for.
    pub usage: Option<String>,
    /// Disk group.
    pub diskgroup_key: Option<String>,
    /// Disk model.
    pub model_key: Option<String>,
    /// What holds the bytes.
    pub backing: Backing,
}

/// Where a disk is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backing {
    /// A physical disk in the machine.
    Local,
    /// A file on a network share.
    Share {
        /// Name of the share.
        name: String,
        /// File server, if known.
        server: Option<String>,
        /// Mount point, if known.
        mountpoint: Option<String>,
    },
    /// A file on a file system of the cluster or host.
    Filesystem {
        /// Name of the file system.
        name: String,
        /// Mount point.
        mountpoint: String,
    },
}
