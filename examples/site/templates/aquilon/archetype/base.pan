# What every host starts with: the schema, the facts of its building, and the components that all hosts have.
unique template archetype/base;

include 'schema/root';
include 'location/config';

'/system/listeners' = dict();
'/system/listeners/ssh' = dict('port', 22, 'sources', SITE_NETWORKS);
'/software/packages' = dict();

include 'components/accounts/config';
include 'components/clock/config';
include 'components/packages/config';
