use super::{Budget, Found, Pattern, PatternError};

impl Pattern {
    /// The subject with every match replaced. In the replacement `$1` and `${name}` are groups and a backslash takes
    /// the meaning of the character behind it. The replacement is looked at only if there is a match.
    ///
    /// # Errors
    /// The replacement is malformed, or matching was given up, or the result is longer than `longest` bytes.
    pub fn replace_all(
        &self,
        subject: &str,
        replacement: &str,
        longest: usize,
        budget: &mut Budget<'_>,
    ) -> Result<String, PatternError> {
        let mut out = String::with_capacity(subject.len());
        let mut copied = 0;
        self.for_each_match(subject, budget, |found| {
            let (from, to) = found.span();
            out.push_str(subject.get(copied..from).unwrap_or_default());
            self.append(&mut out, subject, found, replacement, longest)?;
            copied = to;
            within(&out, longest)
        })?;
        out.push_str(subject.get(copied..).unwrap_or_default());
        within(&out, longest)?;
        Ok(out)
    }

    fn append(
        &self,
        out: &mut String,
        subject: &str,
        found: &Found,
        replacement: &str,
        longest: usize,
    ) -> Result<(), PatternError> {
        let illegal = |why| PatternError::Replacement(replacement.to_owned(), why);
        let mut chars = replacement.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' => out.push(
                    chars
                        .next()
                        .ok_or_else(|| illegal("nothing follows the last '\\'"))?,
                ),
                '$' => {
                    let number = match chars.next() {
                        Some('{') => {
                            let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                            self.names
                                .iter()
                                .find(|(known, _)| *known == name)
                                .map(|(_, number)| *number)
                                .ok_or_else(|| illegal("there is no group of this name"))?
                        }
                        Some(digit) => {
                            let mut number = digit
                                .to_digit(10)
                                .ok_or_else(|| illegal("'$' must be followed by the number of a group"))?
                                as usize;
                            if number > self.groups {
                                return Err(illegal("the pattern does not have so many groups"));
                            }
                            // More digits belong to the number as long as there is such a group.
                            while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                                let longer = number * 10 + digit as usize;
                                if longer > self.groups {
                                    break;
                                }
                                number = longer;
                                chars.next();
                            }
                            number
                        }
                        None => return Err(illegal("nothing follows the last '$'")),
                    };
                    if let Some((from, to)) = found.group(number) {
                        out.push_str(subject.get(from..to).unwrap_or_default());
                        within(out, longest)?;
                    }
                }
                c => out.push(c),
            }
        }
        Ok(())
    }
}

fn within(out: &str, longest: usize) -> Result<(), PatternError> {
    match out.len() > longest {
        true => Err(PatternError::TooLong(longest, "bytes")),
        false => Ok(()),
    }
}
