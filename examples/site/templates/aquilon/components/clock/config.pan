# Time, from the servers of the building.
unique template components/clock/config;

include 'components/clock/schema';
bind '/software/components/clock' = component_clock;

prefix '/software/components/clock';
'servers' = CLOCK_SERVERS;
'timezone' = value('/system/timezone');
