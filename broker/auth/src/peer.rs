//! Users of the broker's own machine, who come by the unix socket: the kernel says who is at the other end.

use nix::unistd::{Uid, User, geteuid};
use tokio::net::unix::UCred;

use crate::principal::{Principal, PrincipalError};

/// Turns user ids of this machine into principals.
#[derive(Clone, Debug)]
pub struct PeerMap {
    realm: String,
    admin: Principal,
    broker_uid: u32,
}

/// Why a local user has no principal. The message is a sentence and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeerError {
    /// The user database has no name for the id.
    #[error(
        "The user id {0} has no name on the broker's machine. Connect as a user that the machine knows, or over \
             the network with a Kerberos ticket."
    )]
    NoName(u32),
    /// The user database does not answer.
    #[error(
        "The name of user id {uid} cannot be looked up: {reason}. Try again, or connect over the network with a \
             Kerberos ticket."
    )]
    Lookup {
        /// The id.
        uid: u32,
        /// What the system said.
        reason: String,
    },
    /// The name is one that no principal can have.
    #[error("The local user cannot be a principal: {0}")]
    Unusable(#[from] PrincipalError),
}

impl PeerMap {
    /// A map for the process that calls it: root and the broker's own user are `admin`, anybody else is the user of
    /// the same name in `realm`. Those two can read the broker's database anyway, so nothing is given away by it.
    #[must_use]
    pub fn new(realm: &str, admin: Principal) -> Self {
        Self {
            realm: realm.to_owned(),
            admin,
            broker_uid: geteuid().as_raw(),
        }
    }

    /// The principal of a user id. Blocks: the user database may be on another machine.
    ///
    /// # Errors
    /// When the id has no name, or one that cannot be a principal.
    pub fn principal(&self, uid: u32) -> Result<Principal, PeerError> {
        if uid == 0 || uid == self.broker_uid {
            return Ok(self.admin.clone());
        }
        let user = User::from_uid(Uid::from_raw(uid))
            .map_err(|cause| PeerError::Lookup {
                uid,
                reason: cause.desc().to_owned(),
            })?
            .ok_or(PeerError::NoName(uid))?;
        Ok(Principal::user(&user.name, &self.realm)?)
    }

    /// The principal at the other end of a unix socket connection.
    ///
    /// # Errors
    /// As [`PeerMap::principal`].
    pub async fn identify(&self, peer: UCred) -> Result<Principal, PeerError> {
        let (map, uid) = (self.clone(), peer.uid());
        tokio::task::spawn_blocking(move || map.principal(uid))
            .await
            .unwrap_or_else(|_| {
                Err(PeerError::Lookup {
                    uid,
                    reason: "the look-up ended early".to_owned(),
                })
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(broker_uid: u32) -> PeerMap {
        PeerMap {
            broker_uid,
            ..PeerMap::new("EXAMPLE.COM", Principal::user("boss", "EXAMPLE.COM").unwrap())
        }
    }

    #[test]
    fn root_and_the_brokers_user_are_the_administrator() {
        assert_eq!(map(4711).principal(0).unwrap().to_string(), "boss@EXAMPLE.COM");
        assert_eq!(map(4711).principal(4711).unwrap().to_string(), "boss@EXAMPLE.COM");
    }

    #[test]
    fn others_are_themselves() {
        // User id 1 is "daemon" wherever the file of users is the usual one.
        assert_eq!(map(4711).principal(1).unwrap().to_string(), "daemon@EXAMPLE.COM");
    }

    #[test]
    fn an_id_without_a_name_is_nobody_at_all() {
        let error = map(0).principal(3_999_999_999).unwrap_err();
        assert_eq!(error, PeerError::NoName(3_999_999_999));
    }

    #[tokio::test]
    async fn the_kernel_names_the_other_end() {
        let (here, _there) = tokio::net::UnixStream::pair().unwrap();
        let own = geteuid().as_raw();
        assert_eq!(
            map(own).identify(here.peer_cred().unwrap()).await.unwrap().name,
            "boss"
        );
    }
}
