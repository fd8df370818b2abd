//! PAN3000 to PAN3999: the finished tree does not fit its types.

codes! { Validation;
    3001 UNDEFINED "a value is still undefined at the end"
    3002 WRONG_TYPE "a value is of another type than declared"
    3003 RANGE "a number, a length or a size is outside the range declared"
    3004 MISSING_FIELD "a required field is missing"
    3005 UNEXPECTED_FIELD "a field is not declared"
    3006 MISSING_ELEMENT "there is nothing at a path that a type is bound to"
    3007 RULE "a validation function said no"
    3008 RULE_FAILED "a validation function failed"
    3009 CHOICE "a value is not one of the choices"
    3010 LINK "a link does not point to an element of its type"
    3011 OBJECT "another object that this one refers to is not valid"
}
