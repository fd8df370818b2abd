//! What must hold of every command in the catalogue.
#![expect(clippy::panic, reason = "tests: a panic is the failure report")]

mod command_line;

use std::collections::HashSet;

use aq_catalogue::{
    Access, COMMANDS, KINDS, OptType, Transport, check, command, kind, methods, route, sections,
};

/// The commands that the product has to have by now, by area.
const EXPECTED: &[(&str, &str)] = &[
    (
        "operations",
        "status ping show_request show_active_commands search_audit flush",
    ),
    (
        "locations",
        "add_organization show_organization update_organization del_organization add_hub show_hub update_hub del_hub \
         add_continent show_continent update_continent del_continent add_country show_country update_country \
         del_country add_campus show_campus update_campus del_campus add_city show_city update_city del_city \
         add_building show_building search_building update_building del_building add_room show_room search_room \
         update_room del_room add_rack show_rack search_rack update_rack del_rack",
    ),
    (
        "hardware",
        "add_vendor show_vendor update_vendor del_vendor add_model show_model search_model update_model del_model",
    ),
    (
        "machines",
        "add_machine update_machine show_machine search_machine del_machine add_disk update_disk del_disk \
         add_interface update_interface del_interface",
    ),
    (
        "networks",
        "add_network show_network search_network update_network del_network add_network_environment \
         update_network_environment show_network_environment search_network_environment del_network_environment",
    ),
    (
        "dns",
        "add_dns_domain show_dns_domain update_dns_domain del_dns_domain add_dns_environment show_dns_environment \
         update_dns_environment del_dns_environment add_address show_address del_address",
    ),
    (
        "personalities",
        "add_archetype show_archetype update_archetype del_archetype add_os show_os update_os del_os add_personality \
         show_personality search_personality update_personality del_personality promote add_grn show_grn update_grn \
         del_grn",
    ),
    (
        "hosts",
        "add_host show_host search_host del_host make reconfigure change_status",
    ),
    (
        "branches",
        "add_domain update_domain validate show_domain search_domain del_domain add_sandbox get update_sandbox \
         show_sandbox search_sandbox del_sandbox sync rollback deploy publish request_review \
         update_review show_review search_review del_review manage compile show_history diff rebuild_profile \
         trim_history cat",
    ),
    (
        "users",
        "permission show_principal search_principal add_role show_role show_permission show_realm update_realm add_user \
         show_user update_user del_user",
    ),
];

#[test]
fn every_expected_command_is_there_in_its_area() {
    let mut expected = HashSet::new();
    for (area, names) in EXPECTED {
        for name in names.split_whitespace() {
            let found = command(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert_eq!(found.area, *area, "{name}");
            expected.insert(name);
        }
    }
    let surplus: Vec<&str> = COMMANDS
        .iter()
        .map(|command| command.name)
        .filter(|name| !expected.contains(name))
        .collect();
    assert!(surplus.is_empty(), "add to EXPECTED: {surplus:?}");
}

#[test]
fn everything_is_explained() {
    for command in COMMANDS {
        assert!(command.summary.len() >= 8, "{}: summary", command.name);
        assert!(!command.examples.is_empty(), "{}: example", command.name);
        assert!(!command.transports.is_empty(), "{}: transport", command.name);
        for option in command.options() {
            let help = option.help;
            assert!(
                help.len() > 4 && help.ends_with(['.', '?']),
                "{} --{}: {help:?}",
                command.name,
                option.name
            );
            assert!(
                !help.contains("  "),
                "{} --{}: {help:?}",
                command.name,
                option.name
            );
        }
    }
}

#[test]
fn examples_are_valid_command_lines_of_their_command() {
    for command in COMMANDS {
        for example in command.examples {
            let (name, arguments) = command_line::parse(example);
            assert_eq!(name, command.name, "{example}");
            let values =
                check(command, arguments).unwrap_or_else(|error| panic!("{example}\n{}", error.full()));
            let transport = command
                .transport(&values)
                .unwrap_or_else(|| panic!("{example}: no transport"));
            transport
                .url_path(&values, None)
                .unwrap_or_else(|error| panic!("{example}\n{}", error.full()));
        }
    }
}

#[test]
fn every_transport_leads_back_to_itself() {
    for command in COMMANDS {
        for transport in command.transports {
            let path = example_path(transport);
            for suffix in ["", ".csv", ".json"] {
                let found = route(transport.method.name(), &format!("{path}{suffix}"))
                    .unwrap_or_else(|| panic!("{} {path}{suffix}", transport.method.name()));
                assert_eq!(
                    (found.command.name, found.transport.path),
                    (command.name, transport.path)
                );
                let values: Vec<&str> = found.variables.iter().map(|(_, value)| value.as_str()).collect();
                assert!(values.iter().all(|value| *value == "a.b/c"), "{path}: {values:?}");
                assert_eq!(found.format.is_some(), !suffix.is_empty());
            }
            assert!(methods(&path).contains(&transport.method));
        }
    }
}

fn example_path(transport: &Transport) -> String {
    let mut path = String::new();
    for segment in transport.segments {
        path.push('/');
        path.push_str(match segment {
            aq_catalogue::Segment::Word(word) => word,
            aq_catalogue::Segment::Variable(_) => "a.b%2Fc",
        });
    }
    path
}

#[test]
fn writes_can_be_previewed_and_say_why() {
    for command in COMMANDS {
        let write = command.access == Access::Write;
        assert_eq!(command.option("preview").is_some(), write, "{}", command.name);
        assert_eq!(
            command.option("justification").is_some(),
            write,
            "{}",
            command.name
        );
    }
}

#[test]
fn reads_are_what_their_names_promise() {
    for command in COMMANDS {
        let verb = command.name.split('_').next().unwrap_or_default();
        let reads = ["show", "search", "cat", "diff", "status", "ping", "get"].contains(&verb);
        assert_eq!(command.access == Access::Read, reads, "{}", command.name);
    }
}

#[test]
fn options_of_one_name_agree_where_programs_rely_on_it() {
    for command in COMMANDS {
        for option in command.options() {
            let expected = match option.name {
                "ip" | "ipfromip" | "networkip" => OptType::Ip,
                "mac" => OptType::Mac,
                "eon_id" | "memory" | "cpucount" => OptType::Int,
                "all" | "fullinfo" | "exact_location" | "cm_check" | "preview" => OptType::Flag,
                "list" => OptType::List,
                _ => continue,
            };
            assert_eq!(option.kind, expected, "{} --{}", command.name, option.name);
        }
    }
}

#[test]
fn names_of_kinds_can_be_listed() {
    for kind in KINDS {
        let Some((name, arguments)) = kind.list else {
            continue;
        };
        let list = command(name).unwrap_or_else(|| panic!("{}: {name}", kind.name));
        assert_eq!(list.access, Access::Read);
        let raw = arguments
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let values = check(list, raw).unwrap_or_else(|error| panic!("{}: {}", kind.name, error.full()));
        assert!(list.transport(&values).is_some(), "{}", kind.name);
    }
}

#[test]
fn objects_of_absent_kinds_are_noticed() {
    let (_, arguments) = command_line::parse("aq update_rack --rack hq2 --bunker b1.hq");
    let update_rack = command("update_rack").expect("a command");
    let values = check(update_rack, arguments).expect("valid arguments");
    let (kind, name) = values.absent_object().expect("bunkers are not stored yet");
    assert_eq!((kind.title, name), ("Bunker", "b1.hq"));
    let (_, arguments) = command_line::parse("aq update_rack --rack hq2 --room r");
    assert!(
        check(update_rack, arguments)
            .expect("valid arguments")
            .absent_object()
            .is_none()
    );
}

#[test]
fn completion_names_known_kinds() {
    for command in COMMANDS {
        for option in command.options() {
            if let Some(name) = option.complete {
                assert!(kind(name).is_some(), "{} --{}: {name}", command.name, option.name);
            }
        }
    }
}

#[test]
fn sections_hold_every_option_once_under_distinct_headings() {
    for command in COMMANDS {
        let sections = sections(command);
        let headings: HashSet<&str> = sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings.len(), sections.len(), "{}", command.name);
        let mut shown: Vec<&str> = sections
            .iter()
            .flat_map(|section| section.options.iter().map(|option| option.name))
            .collect();
        let mut defined: Vec<&str> = command.options().iter().map(|option| option.name).collect();
        shown.sort_unstable();
        defined.sort_unstable();
        assert_eq!(shown, defined, "{}", command.name);
    }
}

#[test]
fn headings_tell_the_rules() {
    let headings = |name: &str| -> Vec<String> {
        sections(command(name).expect("a command"))
            .into_iter()
            .map(|section| section.heading)
            .collect()
    };
    assert_eq!(
        headings("add_city"),
        [
            "Mandatory",
            "Exactly one of",
            "Optional",
            "About the change (optional)",
            "Trial (optional)"
        ]
    );
    let machine = headings("add_machine");
    assert_eq!(
        machine.get(..4),
        Some(
            &[
                "Mandatory".to_owned(),
                "Exactly one of".to_owned(),
                "Where the machine is (exactly one of)".to_owned(),
                "In place of those above: All of these or none".to_owned(),
            ][..]
        )
    );
}
