//! Identity and permission: Kerberos (SPNEGO), peer credentials, principals, roles.

mod accept;
mod accept_error;
mod der;
mod gss_store;
mod initiate;
mod initiate_error;
pub mod keytab;
mod library_text;
pub mod negotiate;
pub mod peer;
pub mod policy;
mod principal;
mod ticket_label;

pub use accept::{Accepted, Acceptor, LONGEST_TOKEN};
pub use accept_error::{AcceptError, AcceptorError};
pub use initiate::{Initiator, Ticket};
pub use initiate_error::InitiateError;
pub use principal::{HOST_ACCOUNT, Principal, PrincipalError};
pub use ticket_label::TicketLabel;
