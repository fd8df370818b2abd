-- Reason: a preview shows which rows a command would change, and the audit may keep them. A trigger on every table of
-- entities writes the rows before and after, but only in a transaction that asked for it (aq.capture): the WHEN clause is
-- all that other transactions pay.

create unlogged table row_capture (
    txid       bigint not null,
    seq        bigint generated always as identity,
    table_name text collate "C" not null,
    operation  text collate "C" not null,
    old        jsonb,
    new        jsonb,
    constraint row_capture_pk primary key (txid, seq),
    constraint row_capture_operation_ck check (operation in ('insert', 'update', 'delete'))
);

create function aq_capture_row() returns trigger language plpgsql as $$
declare
    before jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
    after jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
begin
    if before is distinct from after then
        insert into row_capture (txid, table_name, operation, old, new)
        values (pg_current_xact_id()::text::bigint, tg_table_name, lower(tg_op), before, after);
    end if;
    return null;
end $$;

-- A migration that adds a table of entities calls this for it.
create function aq_capture(target regclass) returns void language plpgsql as $$
begin
    execute format(
        'create trigger row_capture after insert or update or delete on %s for each row '
        'when (current_setting(''aq.capture'', true) = ''on'') execute function aq_capture_row()', target);
end $$;

select aq_capture(t::regclass) from unnest(array[
    'dns_domain', 'dns_environment', 'location', 'grn', 'user_type', 'userinfo', 'realm', 'role', 'user_principal',
    'vendor', 'model', 'machine_specs', 'network_environment', 'network_compartment', 'network', 'fqdn', 'dns_record',
    'router_address', 'hardware_entity', 'machine', 'disk', 'interface', 'address_assignment', 'branch', 'domain',
    'sandbox', 'archetype', 'operating_system', 'personality', 'personality_stage', 'personality_grn_map', 'host',
    'host_grn_map']) t;
