//! Credentials from a named key tab or credential cache: the one call that needs `unsafe`.
//!
//! GSSAPI takes such names from environment variables, which a program with several threads cannot set safely. MIT's
//! extension `gss_acquire_cred_from` takes them as arguments; `libgssapi` does not wrap it.
#![expect(unsafe_code, reason = "gss_acquire_cred_from has no safe wrapper")]

use std::ffi::CString;
use std::ptr;

use libgssapi::credential::Cred;
use libgssapi::error::{Error, MajorFlags};
use libgssapi_sys::{
    _GSS_C_INDEFINITE, GSS_C_ACCEPT, GSS_C_INITIATE, gss_acquire_cred_from, gss_cred_id_t,
    gss_key_value_element_desc, gss_key_value_set_desc,
};

/// What the credential is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usage {
    /// Accept contexts, as a service.
    Accept,
    /// Start contexts, as a user.
    Initiate,
}

/// Acquires a credential from the named places, for the default name and all mechanisms. Keys are MIT's: `keytab`,
/// `rcache`, `ccache`, `client_keytab`. Blocks: reads files.
///
/// # Errors
/// Those of the library; a key or value holding a NUL byte is `GSS_S_CALL_BAD_STRUCTURE`.
pub(crate) fn acquire(places: &[(&str, &str)], usage: Usage) -> Result<Cred, Error> {
    let text = |s: &str| {
        CString::new(s).map_err(|_| Error {
            major: MajorFlags::GSS_S_CALL_BAD_STRUCTURE,
            minor: 0,
        })
    };
    let owned = places
        .iter()
        .map(|(key, value)| Ok((text(key)?, text(value)?)))
        .collect::<Result<Vec<(CString, CString)>, Error>>()?;
    let mut elements: Vec<gss_key_value_element_desc> = owned
        .iter()
        .map(|(key, value)| gss_key_value_element_desc {
            key: key.as_ptr(),
            value: value.as_ptr(),
        })
        .collect();
    let count = u32::try_from(elements.len()).map_err(|_| Error {
        major: MajorFlags::GSS_S_CALL_BAD_STRUCTURE,
        minor: 0,
    })?;
    let store = gss_key_value_set_desc {
        count,
        elements: elements.as_mut_ptr(),
    };
    let usage = match usage {
        Usage::Accept => GSS_C_ACCEPT,
        Usage::Initiate => GSS_C_INITIATE,
    };
    let mut minor = 0;
    let mut cred: gss_cred_id_t = ptr::null_mut();
    // SAFETY: the name and the mechanisms may be null (default name, all mechanisms), as may the two results that are
    // not wanted. `store` points into `elements`, and that into `owned`; both live to the end of this function, and
    // the library copies what it keeps. `minor` and `cred` are valid for writing.
    let major = unsafe {
        gss_acquire_cred_from(
            &raw mut minor,
            ptr::null_mut(),
            _GSS_C_INDEFINITE,
            ptr::null_mut(),
            usage as i32,
            &raw const store,
            &raw mut cred,
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    if major != 0 || cred.is_null() {
        return Err(Error {
            major: MajorFlags::from_bits_retain(major),
            minor,
        });
    }
    // SAFETY: the library made `cred` just now, nobody else holds it, and `Cred` releases it exactly once.
    Ok(unsafe { Cred::from_c(cred) })
}
