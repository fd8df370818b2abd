//! Identity and permission: Kerberos (SPNEGO), peer credentials, principals, roles.
