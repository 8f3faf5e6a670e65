"""Calendar objects: invitations, updates and cancellations that every calendar program reads (RFC 5545, RFC 5546)."""
