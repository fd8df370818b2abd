//! PAN4000 to PAN4999: the compiler could not do its work.

codes! { System;
    4000 SYSTEM "the compiler could not do its work"
}
