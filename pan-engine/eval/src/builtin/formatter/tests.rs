use super::*;

fn check(format_string: &str, items: &[Item], expected: Option<&str>) {
    let result = format(format_string, items, 10_000).ok();
    assert_eq!(result.as_deref(), expected, "{format_string} with {items:?}");
}

#[test]
fn text() {
    let text = |text: &str| Item::Text(Arc::from(text));
    check("a%%b%n", &[], Some("a%b\n"));
    check(
        "%s|%5s|%-5s|%.2s|%S",
        &[text("abc"), text("abc"), text("abc"), text("abc"), text("abc")],
        Some("abc|  abc|abc  |ab|ABC"),
    );
    check("%2$s %s %1$s %s %<s", &[text("a"), text("b")], Some("b a a b b"));
    check(
        "%s %s %s",
        &[Item::Long(1), Item::Double(1e10), Item::Boolean(true)],
        Some("1 1.0E10 true"),
    );
    check(
        "%b %b %B",
        &[Item::Boolean(false), Item::Long(0), Item::Boolean(true)],
        Some("false true TRUE"),
    );
    check(
        "%h %h %H",
        &[text("abc"), Item::Long(-1), Item::Boolean(true)],
        Some("17862 0 4CF"),
    );
    check("%h", &[Item::Double(1.5)], Some("3ff80000"));
    check("%5%|%-3%|", &[], Some("    %|%  |"));
    for malformed in [
        "%",
        "%y",
        "%D",
        "%-s",
        "%+s",
        "%#s",
        "%05s",
        "%.s",
        "%--5s",
        "%0$s",
        "%<s",
        "%s %s",
        "%5n",
        "%,%",
        "%99999999999s",
        "%c",
        "%tW",
    ] {
        check(malformed, &[text("a")], None);
    }
    assert_eq!(format("%20000s", &[text("a")], 10_000), Err(Refusal::TooLong));
}

#[test]
fn integers() {
    let long = |n| [Item::Long(n)];
    check("%d", &long(-5), Some("-5"));
    check("%5d|", &long(42), Some("   42|"));
    check("%-5d|", &long(42), Some("42   |"));
    check("%05d", &long(-42), Some("-0042"));
    check("%(d %<(d", &long(-42), Some("(42) (42)"));
    check("%(06d", &long(-42), Some("(0042)"));
    check("%+d % d", &[Item::Long(1), Item::Long(2)], Some("+1  2"));
    check("%,d", &long(-1_234_567), Some("-1,234,567"));
    check("%012d", &long(i64::MIN), Some("-9223372036854775808"));
    check(
        "%x %X %#x %#o %o",
        &[
            Item::Long(255),
            Item::Long(255),
            Item::Long(255),
            Item::Long(8),
            Item::Long(-1),
        ],
        Some("ff FF 0xff 010 1777777777777777777777"),
    );
    check(
        "%#08x %#08X",
        &[Item::Long(255), Item::Long(255)],
        Some("0x0000ff 0X0000FF"),
    );
    for malformed in ["%.2d", "%#d", "%+ d", "%-05d", "%0d", "%+x", "%,x", "%f", "%e"] {
        check(malformed, &long(1), None);
    }
    check("%d", &[Item::Double(1.0)], None);
    check("%d", &[Item::Text(Arc::from("1"))], None);
}

#[test]
fn doubles() {
    let double = |d| [Item::Double(d)];
    for (spec, number, expected) in [
        ("%f", 1.5, "1.500000"),
        ("%.2f", 2.345, "2.35"),
        ("%.1f", 0.25, "0.3"),
        ("%.0f", 0.5, "1"),
        ("%.0f", 0.4, "0"),
        ("%.2f", 0.001, "0.00"),
        ("%.2f", 0.005, "0.01"),
        ("%.2f", 99.999, "100.00"),
        ("%#.0f", 3.0, "3."),
        ("%08.2f", -7.142, "-0007.14"),
        ("%,.2f", 1234567.891, "1,234,567.89"),
        ("%(,.1f", -1234.56, "(1,234.6)"),
        ("%.3f", 1e20, "100000000000000000000.000"),
        ("%e", 12345.678, "1.234568e+04"),
        ("%.0e", 15.0, "2e+01"),
        ("%E", 0.00012, "1.200000E-04"),
        ("%e", 0.0, "0.000000e+00"),
        ("%e", 1e-300, "1.000000e-300"),
        ("%.2e", 5e-324, "4.90e-324"),
        ("%g", 12345.678, "12345.7"),
        ("%g", 0.0001, "0.000100000"),
        ("%g", 0.00001, "1.00000e-05"),
        ("%g", 1234567.0, "1.23457e+06"),
        ("%g", 0.0, "0.00000"),
        ("%.3g", 999.9, "1.00e+03"),
        ("%012.3e", -1.5, "-001.500e+00"),
        ("%(.1e", -1.5, "(1.5e+00)"),
        ("%a", 1.0, "0x1.0p0"),
        ("%a", 0.1, "0x1.999999999999ap-4"),
        ("%.2a", 0.1, "0x1.9ap-4"),
        ("%A", -3.0, "-0X1.8P1"),
        ("%f", f64::NAN, "NaN"),
        ("%08f", f64::INFINITY, "Infinity"),
        ("%(010f", f64::NEG_INFINITY, "(Infinity)"),
        ("%+F", 1.0, ""),
    ] {
        check(
            spec,
            &double(number),
            Some(expected).filter(|text| !text.is_empty()),
        );
    }
    for malformed in ["%d", "%x", "%,e", "%#g", "%(a", "%0f", "%-f", "%c"] {
        check(malformed, &double(1.0), None);
    }
}

#[test]
fn dates() {
    let moment = [Item::Long(1_705_329_296_789)];
    check("%tF %<tT.%<tL", &moment, Some("2024-01-15 14:34:56.789"));
    check(
        "%ta %<tA %<tb %<tB %<tj %<te %<tp %<Tp %<tl",
        &moment,
        Some("Mon Monday Jan January 015 15 pm PM 2"),
    );
    check(
        "%tD %<tr %<tR %<tc",
        &moment,
        Some("01/15/24 02:34:56 PM 14:34 Mon Jan 15 14:34:56 UTC 2024"),
    );
    check("%tY-%<tm-%<td %<ts", &[Item::Long(-1)], Some("1969-12-31 0"));
    check("%tY", &[Item::Double(1.0)], None);
}
