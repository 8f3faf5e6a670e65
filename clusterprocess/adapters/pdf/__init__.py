"""PDF: conversion by LibreOffice, on which page each heading stands, and previews of stored Word files."""

from clusterprocess.adapters.pdf.libreoffice import LibreOffice
from clusterprocess.adapters.pdf.previews import PdfPreviews

__all__ = ["LibreOffice", "PdfPreviews"]
