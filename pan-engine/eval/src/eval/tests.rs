mod assignment;
mod include;
mod loops;
mod places;
mod references;
mod self_value;
mod variables;
