//! Sending requests.

use aq_auth::{InitiateError, negotiate};
use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, USER_AGENT, WWW_AUTHENTICATE,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;

use crate::config::{Auth, Config};
use crate::connect::{connect, explain};
use crate::credentials::Credentials;
use crate::error::ClientError;
use crate::request::Request;
use crate::response::{Identity, Response, content_type, date, decoded};

/// A broker to talk to. Holds no connection: each request has its own.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) config: Config,
}

impl Client {
    /// A client for the broker that `config` names. Does nothing yet.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config }
    }

    /// Where the broker is and how to authenticate.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Sends a request and waits for the whole answer, for as long as the command takes.
    ///
    /// Where a ticket was sent along, the broker must prove itself in return before a success is believed.
    ///
    /// # Errors
    /// When there is no answer, or none that can be believed; error statuses are answers.
    pub async fn send(&self, request: Request) -> Result<Response, ClientError> {
        let credentials = Credentials::find(&self.config).await?;
        let authorization = match &credentials {
            Credentials::Token { token, .. } => Some(negotiate::header(token)),
            Credentials::NotWanted | Credentials::Missing(_) => None,
        };
        let answer = self.exchange(&request, authorization.as_deref(), true).await?;
        let (head, body) = answer.into_parts();
        let body = body
            .collect()
            .await
            .map_err(|cause| explain(&self.config, &cause))?
            .to_bytes();
        let advice = self.advice(head.status, &credentials);
        let identity = self.verified(head.status, &head.headers, credentials)?;
        let body = decoded(&head.headers, body).map_err(|cause| ClientError::Broken {
            place: self.config.place(),
            reason: format!("the compressed answer is damaged: {cause}"),
        })?;
        Ok(Response {
            status: head.status.as_u16(),
            reason: head
                .status
                .canonical_reason()
                .unwrap_or("Unknown status")
                .to_owned(),
            content_type: content_type(&head.headers),
            body,
            advice,
            identity,
            date: date(&head.headers),
        })
    }

    /// Sends a request and waits for the head of the answer.
    pub(crate) async fn exchange(
        &self,
        request: &Request,
        authorization: Option<&str>,
        compressed: bool,
    ) -> Result<http::Response<Incoming>, ClientError> {
        let unsendable = || ClientError::Unsendable {
            target: request.target(),
        };
        let host = if self.config.socket.is_some() {
            "localhost".to_owned()
        } else {
            self.config.authority()
        };
        let mut message = http::Request::builder()
            .method(&request.method)
            .uri(request.target())
            .header(HOST, host)
            .header(USER_AGENT, concat!("aq/", env!("CARGO_PKG_VERSION")));
        if compressed {
            message = message.header(ACCEPT_ENCODING, "gzip");
        }
        if let Some(value) = authorization {
            let mut value = HeaderValue::from_str(value).map_err(|_| unsendable())?;
            value.set_sensitive(true);
            message = message.header(AUTHORIZATION, value);
        }
        let form = request.body();
        if let Some(form) = &form {
            // The length is said even when it is nothing: hyper leaves it out then, and some servers wait for it.
            message = message
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(CONTENT_LENGTH, form.len());
        }
        let message = message
            .body(Full::new(Bytes::from(form.unwrap_or_default())))
            .map_err(|_| unsendable())?;
        let mut sender = connect(&self.config).await?;
        sender
            .send_request(message)
            .await
            .map_err(|cause| explain(&self.config, &cause))
    }

    /// What this side knows about a refusal for want of identity.
    fn advice(&self, status: StatusCode, credentials: &Credentials) -> Option<String> {
        if status != StatusCode::UNAUTHORIZED {
            return None;
        }
        match credentials {
            Credentials::Missing(error) => Some(error.to_string()),
            Credentials::NotWanted if self.config.socket.is_none() && self.config.auth == Auth::Off => {
                Some("Authentication is switched off (--noauth); leave that out.".to_owned())
            }
            Credentials::NotWanted | Credentials::Token { .. } => None,
        }
    }

    /// Checks the broker's proof. A success must have one; another answer may come from something in between that
    /// cannot prove anything, but a proof that it does have must be good. A refused ticket (401) has none.
    fn verified(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        credentials: Credentials,
    ) -> Result<Identity, ClientError> {
        let Credentials::Token {
            principal,
            conversation,
            ..
        } = credentials
        else {
            let local = self.config.socket.is_some();
            return Ok(if local {
                Identity::Local
            } else {
                Identity::Anonymous
            });
        };
        if status == StatusCode::UNAUTHORIZED {
            return Ok(Identity::Kerberos { principal });
        }
        match reply(headers) {
            Some(reply) => conversation.finish(&reply)?,
            None if status.is_success() => {
                return Err(InitiateError::NotMutual {
                    service: self.config.service_name(),
                }
                .into());
            }
            None => {}
        }
        Ok(Identity::Kerberos { principal })
    }
}

/// The token in the answer.
fn reply(headers: &HeaderMap) -> Option<Vec<u8>> {
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .find_map(|value| negotiate::token(value.to_str().ok()?).ok().flatten())
}
