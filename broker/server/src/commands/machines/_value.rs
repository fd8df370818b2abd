//! Values of options as the rows hold them.

use crate::error::{CommandError, Result};

/// A text, or nothing when it is empty: an empty text removes a value.
pub fn text(given: &str) -> Option<String> {
    Some(given.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The same in lower case.
pub fn lower(given: &str) -> Option<String> {
    text(given).map(|text| text.to_lowercase())
}

/// A PCI address with its scheme: `pci:0000:02:00.0`. An empty text removes the value.
pub fn bus_address(given: &str) -> Result<Option<String>> {
    let Some(address) = lower(given) else {
        return Ok(None);
    };
    let refused = |message: &str| {
        Err(CommandError::argument(message).hint("Write a bus address like pci:0000:02:00.0."))
    };
    let Some((scheme, rest)) = address.split_once(':') else {
        return refused("Malformed bus URI specification.");
    };
    if scheme != "pci" {
        return refused("Unknown hardware bus type.");
    }
    if !is_pci(rest) {
        return refused("Invalid bus address.");
    }
    Ok(Some(address))
}

/// Domain, bus, device and function: `0000:02:1f.7`.
fn is_pci(text: &str) -> bool {
    let hex = |text: &str, digits: usize| text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit());
    let mut parts = text.split(':');
    let (Some(domain), Some(bus), Some(device), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let Some((device, function)) = device.split_once('.') else {
        return false;
    };
    hex(domain, 4)
        && hex(bus, 2)
        && hex(device, 2)
        && device.starts_with(['0', '1'])
        && matches!(function.as_bytes(), [b'0'..=b'7'])
}

/// A world wide name without separators. An empty text removes the value.
pub fn wwn(given: &str) -> Result<Option<String>> {
    let digits: String = given
        .trim()
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, ':' | '-'))
        .collect();
    if digits.is_empty() {
        return Ok(None);
    }
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(CommandError::argument(
            "The value of --wwn may contain hexadecimal characters only.",
        ));
    }
    if !matches!(digits.len(), 16 | 32) {
        return Err(CommandError::argument(
            "The value of --wwn must contain either 16 or 32 hexadecimal digits.",
        ));
    }
    Ok(Some(digits))
}

/// The SCSI address of a disk of the machine itself. An empty text removes the value.
pub fn scsi_address(given: &str) -> Result<Option<String>> {
    let Some(address) = text(given) else {
        return Ok(None);
    };
    let parts: Vec<&str> = address.split(':').collect();
    let number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() != 4 || !parts.iter().all(number) {
        // The pattern is part of the message, as scripts know it.
        return Err(CommandError::argument(format!(
            "Disk address '{address}' is not valid, it must match (?:\\d+:){{3}}\\d+$."
        ))
        .hint("Write host:channel:target:lun, for example 0:0:1:0."));
    }
    Ok(Some(address))
}

/// One of a set of words. An empty text removes the value.
pub fn one_of(given: &str, what: &str, known: &[&str]) -> Result<Option<String>> {
    match lower(given) {
        Some(word) if !known.contains(&word.as_str()) => {
            let mut known = known.to_vec();
            known.sort_unstable();
            Err(CommandError::argument(format!(
                "{word} is not a valid {what}, use one of: {}.",
                known.join(", ")
            )))
        }
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        assert_eq!(
            bus_address("PCI:0000:0b:00.0").unwrap().as_deref(),
            Some("pci:0000:0b:00.0")
        );
        assert_eq!(bus_address("").unwrap(), None);
        for wrong in [
            "0000",
            "usb:1:2",
            "pci:0000:0b:20.0",
            "pci:0000:0b:00.8",
            "pci:0000:0b",
        ] {
            assert!(bus_address(wrong).is_err(), "{wrong}");
        }
        assert_eq!(scsi_address("0:0:1:0").unwrap().as_deref(), Some("0:0:1:0"));
        assert!(
            scsi_address("0:0")
                .unwrap_err()
                .message
                .contains("must match (?:\\d+:){3}\\d+$.")
        );
    }

    #[test]
    fn world_wide_names_lose_their_separators() {
        assert_eq!(
            wwn("60:05:08:B1:00:1C:A1:B1").unwrap().as_deref(),
            Some("600508b1001ca1b1")
        );
        assert!(
            wwn("not-a-wwn")
                .unwrap_err()
                .message
                .contains("hexadecimal characters only")
        );
        assert!(wwn("0011").unwrap_err().message.contains("either 16 or 32"));
    }
}
