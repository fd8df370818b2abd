//! PAN4000 to PAN4999: the compiler could not do its work.

codes! { System;
    4001 SOURCES "templates or files cannot be read"
        => "see that the file exists and may be read; this says nothing about the template itself"
    4002 INTERNAL "a defect of the compiler"
        => "report this with the template if possible; other objects are not affected"
    4003 OUTPUT "a result cannot be written"
         => "see that the directory may be written to and has space"
    4004 CANCELLED "the compile was stopped from outside"
         => "whoever asked for the compile ended it; compile the object again"
}
