//! Looks for what is wrong between this user and the broker (`aq doctor`).
