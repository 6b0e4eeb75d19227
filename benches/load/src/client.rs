//! A client of HTTP that keeps its connection: just enough to ask and to read an answer whole.

use std::{
    io::{BufRead, BufReader, Read, Write, copy, sink},
    net::TcpStream,
    time::Duration,
};

use crate::Result;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client with at most one connection.
pub(crate) struct Client {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            stream: None,
        }
    }

    /// Asks for a path and throws the body of the answer away; its status.
    pub(crate) fn get(&mut self, path: &str) -> Result<u16> {
        self.fetch(path, "br, gzip", &mut sink())
    }

    /// Asks for a path as it is; the body.
    pub(crate) fn text(&mut self, path: &str) -> Result<String> {
        let mut body = Vec::new();
        match self.fetch(path, "identity", &mut body)? {
            200 => Ok(String::from_utf8(body)?),
            status => Err(format!("{path} is answered with {status}").into()),
        }
    }

    fn fetch(&mut self, path: &str, encoding: &str, body: &mut impl Write) -> Result<u16> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect()?,
        };
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\naccept-encoding: {encoding}\r\n\r\n",
            self.address
        );
        stream.get_mut().write_all(request.as_bytes())?;
        let (status, keeps) = answer(&mut stream, body)?;
        if keeps {
            self.stream = Some(stream);
        }
        Ok(status)
    }

    fn connect(&self) -> Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(BufReader::with_capacity(64 << 10, stream))
    }
}

/// Reads an answer: its status, and whether the connection can be used again.
fn answer(stream: &mut BufReader<TcpStream>, body: &mut impl Write) -> Result<(u16, bool)> {
    let status = line(stream)?;
    let status = status.split(' ').nth(1).ok_or("no status line")?.parse()?;
    let (mut length, mut chunked, mut keeps) = (None, false, true);
    loop {
        let line = line(stream)?.to_ascii_lowercase();
        match line.split_once(": ") {
            Some(("content-length", value)) => length = Some(value.parse::<u64>()?),
            Some(("transfer-encoding", value)) => chunked = value.contains("chunked"),
            Some(("connection", value)) => keeps = value != "close",
            Some(_) => {}
            None if line.is_empty() => break,
            None => return Err(format!("a header is none: {line}").into()),
        }
    }
    match (chunked, length) {
        (true, _) => while chunk(stream, body)? > 0 {},
        (false, Some(length)) => take(stream, length, body)?,
        (false, None) => {
            copy(stream, body)?;
            keeps = false;
        }
    }
    Ok((status, keeps))
}

/// Reads a chunk; its length.
fn chunk(stream: &mut BufReader<TcpStream>, body: &mut impl Write) -> Result<u64> {
    let length = u64::from_str_radix(line(stream)?.trim(), 16)?;
    take(stream, length, body)?;
    line(stream)?;
    Ok(length)
}

fn take(stream: &mut BufReader<TcpStream>, length: u64, body: &mut impl Write) -> Result<()> {
    match copy(&mut stream.take(length), body)? == length {
        true => Ok(()),
        false => Err("the answer breaks off".into()),
    }
}

fn line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err("the connection was closed".into());
    }
    Ok(line.trim_end().to_owned())
}
