mod assignment;
mod include;
mod loops;
mod references;
mod self_value;
mod variables;
