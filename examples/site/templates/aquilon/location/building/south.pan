unique template location/building/south;

'/system/network/resolvers' = list('10.2.0.2', '10.1.0.2');
variable CLOCK_SERVERS = list('ntp2.example.org', 'ntp1.example.org');
variable DATABASE_HOST = 'db2.example.org';
