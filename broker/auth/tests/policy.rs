//! The rules of permission: the default file as a matrix, and what the order of rules means.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use aq_auth::Principal;
use aq_auth::policy::{Access, CommandForms, Decision, Denial, DenialKind, Form, Policy, Request};

const READS: &[&str] = &[
    "cat",
    "ping",
    "search_audit",
    "search_host",
    "show_active_commands",
    "show_host",
    "show_permission",
    "show_request",
    "status",
];
const WRITES: &[(&str, Option<&str>)] = &[
    ("add_address", None),
    ("add_alias", None),
    ("add_archetype", None),
    ("add_host", None),
    ("add_interface", Some("machine")),
    ("add_interface", Some("hostname")),
    ("add_network", None),
    ("add_organization", None),
    ("add_role", None),
    ("change_status", None),
    ("compile", None),
    ("compile", Some("hostname")),
    ("del_alias", None),
    ("del_host", None),
    ("flush", None),
    ("make", None),
    ("permission", None),
    ("promote", None),
    ("reconfigure", None),
    ("reconfigure", Some("list")),
    ("trim_history", None),
    ("update_alias", None),
    ("update_realm", None),
];
const ROLES: &[&str] = &[
    "nobody",
    "alias_manager",
    "engineering",
    "operations",
    "aqd_admin",
    "unheard_of",
];

fn built_in() -> Policy {
    Policy::built_in().unwrap().with_local_realm("EXAMPLE.COM")
}

fn principal(text: &str) -> Principal {
    text.parse().unwrap()
}

fn own(text: &str) -> Policy {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("policy.toml");
    fs::write(&path, text).unwrap();
    Policy::read(&path).unwrap()
}

fn refused(decision: Decision) -> Denial {
    match decision {
        Decision::Deny(denial) => denial,
        Decision::Allow => unreachable!("it was allowed"),
    }
}

/// A person's wish to run a writing command.
fn wish<'a>(
    principal: &'a Principal,
    role: &'a str,
    command: &'a str,
    trigger: Option<&'a str>,
) -> Request<'a> {
    Request {
        principal: Some(principal),
        role: Some(role),
        command,
        trigger,
        access: Access::Write,
        path: "/x",
        hosts: &[],
    }
}

#[test]
fn the_default_rules_as_a_matrix() {
    let policy = built_in();
    let alice = principal("alice@EXAMPLE.COM");
    let mut matrix = format!("{:<28}{:<11}", "command", "anonymous");
    for role in ROLES {
        write!(matrix, "{role:<15}").unwrap();
    }
    matrix = format!("{}\n", matrix.trim_end());
    let reads = READS.iter().map(|command| (*command, None, Access::Read));
    let writes = WRITES
        .iter()
        .map(|(command, trigger)| (*command, *trigger, Access::Write));
    for (command, trigger, access) in reads.chain(writes) {
        let mut line = match trigger {
            Some(trigger) => format!("{:<28}", format!("{command} --{trigger}")),
            None => format!("{command:<28}"),
        };
        let verdict = |principal, role| {
            let request = Request {
                hosts: &[],
                principal,
                role,
                command,
                trigger,
                access,
                path: "/x",
            };
            if policy.decide(&request).is_allowed() {
                "yes"
            } else {
                "-"
            }
        };
        write!(line, "{:<11}", verdict(None, None)).unwrap();
        for role in ROLES {
            write!(line, "{:<15}", verdict(Some(&alice), Some(role))).unwrap();
        }
        writeln!(matrix, "{}", line.trim_end()).unwrap();
    }
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/policy_matrix.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &matrix).unwrap();
    }
    assert_eq!(
        matrix,
        fs::read_to_string(&golden).unwrap(),
        "UPDATE_GOLDEN=1 writes the file anew"
    );
}

#[test]
fn nobody_never_writes_whatever_the_rules_say() {
    let open = own("[roles.operations]\nallow_by_default = true\n");
    let alice = principal("alice@EXAMPLE.COM");
    for role in [None, Some("nobody")] {
        let request = Request {
            role,
            ..wish(&alice, "", "add_host", None)
        };
        let denial = refused(open.decide(&request));
        assert_eq!(denial.kind, DenialKind::Forbidden);
        assert!(
            denial
                .advice
                .contains("aq permission --principal alice@EXAMPLE.COM --role <role>"),
            "{denial}"
        );
    }
}

#[test]
fn without_a_ticket_reading_only() {
    let policy = built_in();
    let request = Request {
        hosts: &[],
        principal: None,
        role: None,
        command: "add_host",
        trigger: None,
        access: Access::Write,
        path: "/x",
    };
    let denial = refused(policy.decide(&request));
    assert_eq!(denial.kind, DenialKind::Unauthenticated);
    assert!(
        denial.to_string().contains("not run add_host. Run kinit"),
        "{denial}"
    );
    // A role without a principal is no identity.
    assert!(
        !policy
            .decide(&Request {
                role: Some("aqd_admin"),
                ..request
            })
            .is_allowed()
    );
    assert!(
        policy
            .decide(&Request {
                access: Access::Read,
                ..request
            })
            .is_allowed()
    );
}

#[test]
fn a_restriction_binds_even_roles_that_may_everything_else() {
    let policy = own(
        "[commands.add_user]\nroles = ['engineering']\n[roles.operations]\nallow_by_default = true\n\
         [roles.engineering]\nactions = ['add_user']\n[roles.staff]\nactions = ['add_user']\n",
    );
    let alice = principal("alice@EXAMPLE.COM");
    let may = |role, command| policy.decide(&wish(&alice, role, command, None)).is_allowed();
    assert!(may("engineering", "add_user"));
    assert!(
        may("aqd_admin", "add_user"),
        "the administrators are above restrictions"
    );
    assert!(!may("operations", "add_user"));
    assert!(
        !may("staff", "add_user"),
        "a list of actions does not lift a restriction"
    );
    assert!(may("operations", "add_host"));
    let denial = refused(policy.decide(&wish(&alice, "operations", "add_user", None)));
    assert!(denial.advice.contains("aqd_admin or engineering"), "{denial}");
}

#[test]
fn in_the_restriction_is_not_yet_permitted() {
    let policy = own("[commands.add_user]\nroles = ['engineering']\n[roles.engineering]\n");
    let alice = principal("alice@EXAMPLE.COM");
    assert!(
        !policy
            .decide(&wish(&alice, "engineering", "add_user", None))
            .is_allowed()
    );
}

#[test]
fn each_form_of_a_command_is_on_its_own() {
    let policy = own("[roles.staff]\nactions = ['del_interface_switch']\n");
    let alice = principal("alice@EXAMPLE.COM");
    let may = |trigger| {
        policy
            .decide(&wish(&alice, "staff", "del_interface", trigger))
            .is_allowed()
    };
    assert!(may(Some("switch")));
    assert!(!may(None));
    assert!(!may(Some("machine")));
}

#[test]
fn machines_change_themselves_and_nothing_else() {
    let policy = built_in();
    let may = |who: &str, path: &str| {
        let host = principal(who);
        let request = Request {
            path,
            ..wish(&host, "nobody", "make", None)
        };
        policy.decide(&request).is_allowed()
    };
    let web = "host/web1.example.org@EXAMPLE.COM";
    assert!(may(web, "/host/web1.example.org/command/make"));
    assert!(
        may(web, "/host/WEB1.example.org/command/make"),
        "host names have no case"
    );
    assert!(may(
        "host/Web1.example.org@EXAMPLE.COM",
        "/host/web1%2Eexample.org/command/make"
    ));
    for path in [
        "/host/web1.example.org",
        "/host/web1.example.org/",
        "/host/web2.example.org/command/make",
        "/host/web1.example.org%2F..%2Fweb2.example.org/command/make",
        "/host/web1.example.org.evil.example/command/make",
        "/machine/web1.example.org/x",
        "host/web1.example.org/command/make",
        "//host/web1.example.org/command/make",
        "",
    ] {
        assert!(!may(web, path), "{path}");
    }
    assert!(
        !may(
            "host/web1.example.org@OTHER.ORG",
            "/host/web1.example.org/command/make"
        ),
        "another realm's machine"
    );
    assert!(
        !may(
            "web1.example.org@EXAMPLE.COM",
            "/host/web1.example.org/command/make"
        ),
        "a person named so"
    );
    let host = principal(web);
    let denial = refused(policy.decide(&Request {
        path: "/host/web2.example.org/x",
        ..wish(&host, "nobody", "make", None)
    }));
    assert!(
        denial.advice.contains("below /host/web1.example.org/"),
        "{denial}"
    );
}

#[test]
fn realms_of_machines_are_named() {
    let rules = "[hosts]\nself_service = true\nrealms = ['OTHER.ORG']\n[roles]\n";
    let host = principal("host/a.b@OTHER.ORG");
    let request = Request {
        path: "/host/a.b/command/make",
        ..wish(&host, "nobody", "make", None)
    };
    assert!(own(rules).decide(&request).is_allowed());
    assert!(!own(&rules.replace("true", "false")).decide(&request).is_allowed());
    // Without a realm of its own named, the broker trusts no machine.
    let host = principal("host/a.b@EXAMPLE.COM");
    let request = Request {
        principal: Some(&host),
        ..request
    };
    assert!(!Policy::built_in().unwrap().decide(&request).is_allowed());
}

#[test]
fn a_machine_speaks_for_itself_only_whatever_its_role() {
    let policy = own("[hosts]\nself_service = true\n[roles.machines]\nallow_by_default = true\n")
        .with_local_realm("EXAMPLE.COM");
    let host = principal("host/web1.example.org@EXAMPLE.COM");
    let may = |path, hosts: &[&str]| {
        policy
            .decide(&Request {
                path,
                hosts,
                ..wish(&host, "machines", "make", None)
            })
            .is_allowed()
    };
    assert!(may("/vendor/acme", &[]));
    assert!(may("/host/web1.example.org", &[]));
    assert!(may("/host/web1.example.org/command/make", &["WEB1.example.org"]));
    assert!(may("/command/make", &["web1.example.org"]));
    assert!(!may("/host/web2.example.org/command/make", &[]));
    assert!(!may("/host/web2%2Eexample.org", &[]));
    assert!(!may("/host/web1.example.org/command/make", &["web2.example.org"]));
    assert!(!may("/command/make", &["web1.example.org", "web2.example.org"]));
    assert!(!may("/host/%ff/command/make", &[]));
}

#[test]
fn networks_of_the_default_environment() {
    let policy = built_in();
    let may = |role, default| {
        policy
            .decide_network_environment(role, "internal", default)
            .is_allowed()
    };
    assert!(may("aqd_admin", true) && may("operations", false));
    assert!(!may("operations", true));
    let denial = refused(policy.decide_network_environment("operations", "internal", true));
    assert!(
        denial.to_string().contains("environment internal") && denial.advice.contains("aqd_admin"),
        "{denial}"
    );
}

fn forms<'a>() -> Vec<CommandForms<'a>> {
    let write = |name, triggers| CommandForms {
        name,
        access: Access::Write,
        triggers,
    };
    vec![
        write("add_rack", vec![Some("building"), Some("room"), None]),
        write(
            "del_interface",
            vec![Some("machine"), Some("switch"), Some("chassis")],
        ),
        write("flush", vec![None]),
        CommandForms {
            name: "cat",
            access: Access::Read,
            triggers: vec![Some("hostname"), Some("machine")],
        },
    ]
}

#[test]
fn what_a_role_may_run() {
    let policy = own(
        "[commands.flush]\nroles = ['aqd_admin']\n[roles.operations]\nallow_by_default = true\n\
         [roles.staff]\nactions = ['add_rack', 'add_rack_room', 'del_interface_switch', 'del_interface_chassis']\n",
    );
    let lines = |role| policy.commands_of(role, &forms());
    assert_eq!(lines("nobody"), ["cat"]);
    assert_eq!(lines("operations"), ["add_rack", "cat", "del_interface"]);
    assert_eq!(lines("aqd_admin"), ["add_rack", "cat", "del_interface", "flush"]);
    assert_eq!(
        lines("staff"),
        [
            "add_rack (except with: --building)",
            "cat",
            "del_interface (only with: --chassis, --switch)"
        ]
    );
}

#[test]
fn which_roles_may_run_a_command() {
    let policy =
        own("[roles.operations]\nallow_by_default = true\n[roles.staff]\nactions = ['add_rack_room']\n");
    let forms = forms();
    let (rack, cat) = (&forms[0], &forms[3]);
    let roles = ["aqd_admin", "nobody", "operations", "staff"];
    let may = |command, form| policy.roles_for(command, form, &roles).unwrap();
    assert_eq!(may(rack, Form::Any), ["aqd_admin", "operations", "staff"]);
    assert_eq!(may(rack, Form::Plain), ["aqd_admin", "operations"]);
    assert_eq!(
        may(rack, Form::Option("room")),
        ["aqd_admin", "operations", "staff"]
    );
    assert_eq!(may(rack, Form::Option("building")), ["aqd_admin", "operations"]);
    assert_eq!(may(cat, Form::Any), roles);
    let error = policy.roles_for(rack, Form::Option("bad"), &roles).unwrap_err();
    assert_eq!(error.to_string(), "add_rack has no form of its own for --bad.");
}

#[test]
fn misspelt_names_are_found() {
    let known: BTreeSet<String> = ["flush", "trim_history", "add_alias", "update_alias"]
        .map(str::to_owned)
        .into();
    assert_eq!(built_in().unknown_actions(&known), ["del_alias"]);
}

#[test]
fn files_that_are_refused() {
    let said = |text: &str| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("site.toml");
        fs::write(&path, text).unwrap();
        Policy::read(&path).unwrap_err().to_string()
    };
    assert!(said("[roles.nobody]\nallow_by_default = true\n").contains("role nobody can never"));
    assert!(said("[roles.nobody]\nactions = ['add_host']\n").contains("role nobody can never"));
    assert!(said("[commands.flush]\nroles = ['nobody']\n[roles]\n").contains("flush cannot be open"));
    let typo = said("[roles.staff]\naction = ['add_host']\n");
    assert!(
        typo.contains("site.toml") && typo.contains("line 2") && typo.contains("action"),
        "{typo}"
    );
    let missing = Policy::read(&PathBuf::from("/nonexistent/policy.toml"))
        .unwrap_err()
        .to_string();
    assert!(missing.contains("/nonexistent/policy.toml"), "{missing}");
}

#[test]
fn a_new_database_starts_with_the_roles_of_the_file() {
    let policy = built_in();
    let roles: Vec<&str> = policy.roles().map(|(name, _)| name).collect();
    assert_eq!(
        roles,
        [
            "alias_manager",
            "aqd_admin",
            "engineering",
            "nobody",
            "operations"
        ]
    );
    assert!(policy.roles().all(|(_, description)| description.is_some()));
}
