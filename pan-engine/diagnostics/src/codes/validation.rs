//! PAN3000 to PAN3999: the finished tree does not fit its types.

codes! { Validation;
    3000 VALIDATION "a value does not fit its type"
}
