-- Reason: what tests changes for a site begins when a review is asked for, and has to know of what.

alter table event drop constraint event_kind_ck;
alter table event add constraint event_kind_ck check (kind in ('change', 'compile', 'deploy', 'review'));
