unique template location/building/north;

'/system/network/resolvers' = list('10.1.0.2', '10.2.0.2');
variable CLOCK_SERVERS = list('ntp1.example.org', 'ntp2.example.org');
variable DATABASE_HOST = 'db1.example.org';
