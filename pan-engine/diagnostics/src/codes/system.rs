//! PAN4000 to PAN4999: the compiler could not do its work.

codes! { System;
    4000 SYSTEM "the compiler could not do its work"
    4001 SOURCES "templates or files cannot be read"
    4002 INTERNAL "a defect of the compiler"
    4003 OUTPUT "a result cannot be written"
    4004 CANCELLED "the compile was stopped from outside"
}
