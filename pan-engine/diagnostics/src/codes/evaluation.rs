//! PAN2000 to PAN2999: a statement failed while it ran.

codes! { Evaluation;
    2000 EVALUATION "a statement failed"
    2001 USER_ERROR "a template called error()"
}
