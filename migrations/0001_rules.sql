-- Reason: extensions and the rules that many tables share.
-- btree_gist lets an exclusion constraint compare a plain column and an address range together (networks that must
-- not overlap within one environment); pg_trgm finds the nearest name for an error message. Both are trusted
-- extensions, so that the owner of a database can install them without being superuser.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- A name is stored in one spelling: lower case, no blanks around it, nothing that a terminal would interpret.
create function aq_is_name(name text, longest integer) returns boolean
    language sql immutable parallel safe
    return name = lower(btrim(name)) and char_length(name) between 1 and longest and name !~ '[[:cntrl:]]';

-- A name that becomes a key of a Pan nlist or a directory of a template path.
create function aq_is_key(name text, longest integer) returns boolean
    language sql immutable parallel safe
    return name ~ '^[a-z_][a-z0-9_.-]*$' and char_length(name) <= longest;

-- A commit of a Git repository, SHA-1 or SHA-256.
create function aq_is_commit(name text) returns boolean
    language sql immutable parallel safe
    return name ~ '^([0-9a-f]{40}|[0-9a-f]{64})$';

-- One address, not a range of them.
create function aq_is_host_address(address inet) returns boolean
    language sql immutable parallel safe
    return masklen(address) = case family(address) when 4 then 32 else 128 end;
