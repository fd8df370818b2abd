# Serves web applications that keep their data on the building's database server.
unique template personality/web-server/main;

'/system/function' = 'web-server';
'/system/filesystems/{/srv/www}' = dict('disk', 'sda', 'size', 100 * GB);

include 'components/webserver/config';
'/software/components/webserver/sites/portal' = dict(
    'name', 'portal.example.org',
    'root', '/srv/www/portal',
);
'/software/components/webserver/backend' = dict('host', DATABASE_HOST, 'port', 5432);
