//! The listeners: the command port on the loopback interface (or what the configuration says) and the local socket.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use tokio::net::{TcpListener, UnixListener};
use tokio::sync::watch;

use super::identity::Origin;
use crate::app::App;

/// Takes the local socket.
///
/// # Errors
/// When it cannot be bound.
pub fn local(path: &Path) -> io::Result<UnixListener> {
    // A socket left by a killed broker would make bind fail; a live one answers connections and is not ours to remove.
    if path.exists() && std::os::unix::net::UnixStream::connect(path).is_err() {
        fs::remove_file(path)?;
    }
    let unix = UnixListener::bind(path)?;
    // Everyone may connect: what a caller may do is decided by who they are.
    fs::set_permissions(path, fs::Permissions::from_mode(0o666))?;
    Ok(unix)
}

/// Serves both listeners until `stop` changes; running requests are finished first.
///
/// # Errors
/// When a listener fails.
pub async fn serve(
    app: Arc<App>,
    tcp: TcpListener,
    unix: UnixListener,
    stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let path = app.config.socket();
    let router = super::router(app);
    let wait = |mut stop: watch::Receiver<bool>| async move {
        // An error means that the sender is gone, which is a stop as well.
        let _ = stop.wait_for(|s| *s).await;
    };
    let on_tcp = axum::serve(
        tcp,
        router.clone().into_make_service_with_connect_info::<Origin>(),
    )
    .with_graceful_shutdown(wait(stop.clone()));
    let on_unix = axum::serve(unix, router.into_make_service_with_connect_info::<Origin>())
        .with_graceful_shutdown(wait(stop));
    let result = tokio::try_join!(on_tcp.into_future(), on_unix.into_future()).map(|_| ());
    // The socket may already be gone with its directory.
    let _ = fs::remove_file(&path);
    result
}
