# A web server. The personality adds sites and a backend.
unique template components/webserver/config;

include 'components/webserver/schema';
bind '/software/components/webserver' = component_webserver;

'/software/packages/{nginx}' = dict('repository', 'appstream');
'/system/listeners/https' = dict('port', 443, 'sources', SITE_NETWORKS);

prefix '/software/components/webserver';
'dependencies' = list('packages', 'accounts');
'port' = 443;
