//! PAN4000 to PAN4999: the compiler could not do its work.

codes! { System;
    4001 SOURCES "templates or files cannot be read"
    4002 INTERNAL "a defect of the compiler"
    4003 OUTPUT "a result cannot be written"
}
